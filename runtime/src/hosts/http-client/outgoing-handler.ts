/** wasi:http/outgoing-handler@0.2: a request goes out, and the guest goes on until it asks for the response. */
import { HttpClientError } from '../../ports/http-client.ts';
import type { Patience } from '../../ports/http-client.ts';
import { failing } from '../failures.ts';
import type { Host } from '../host.ts';
import { errorCodeOf } from '../http/wasi/error-code.ts';
import { IncomingResponse } from '../http/wasi/incoming.ts';
import { FutureIncomingResponse } from '../http/wasi/outgoing.ts';
import type { OutgoingRequest } from '../http/wasi/outgoing.ts';
import type { RequestOptions } from '../http/wasi/request-options.ts';
import { clientOf } from './client.ts';

export const host: Host = {
  create(interfaceName, context) {
    const tell = ({ case: errorCase, message }: HttpClientError) => {
      // what the guest gave up itself is no error
      if (errorCase !== 'aborted')
        context.failed?.({
          ...{ interface: interfaceName, function: 'handle', name: undefined },
          ...{ case: errorCase, message },
        });
    };
    const handle = async (request: OutgoingRequest, options: RequestOptions | undefined) => {
      const url = urlOf(request);
      const client = await clientOf(context);
      const body = request.body && 'stream';
      const method = methodOf(request);
      const sent = client.send({ method, url, headers: request.headers, body }, patienceOf(options));
      request.body?.begin(sent.body);
      const response = sent.answer.then(
        (answer) => new IncomingResponse(answer.status, answer.headers, answer.body),
      );
      response.catch((error: unknown) => tell(error as HttpClientError));
      return new FutureIncomingResponse(response, () => sent.abort());
    };
    return {
      name: interfaceName,
      functions: failing(errorCodeOf, { handle }, { interfaceName, context }),
    };
  },
};

function methodOf({ method: { tag, val } }: OutgoingRequest): string {
  return val ?? tag.toUpperCase();
}

/** What the guest does not say: `https:`, and the path `/`. */
function urlOf({ scheme = { tag: 'HTTPS' }, authority = '', pathWithQuery = '' }: OutgoingRequest): URL {
  const protocol = (scheme.val ?? scheme.tag).toLowerCase();
  // what does not begin so would go on with the name of the host
  const isPath = /^(?:$|[/?])/.test(pathWithQuery);
  const url = isPath && authority !== '' ? URL.parse(`${protocol}://${authority}${pathWithQuery}`) : null;
  if (!url)
    throw new HttpClientError('invalid-url', 'The request has no URL: its authority or its path is none.');
  return url;
}

/** In milliseconds; a timer takes 31 bits of them. */
function patienceOf(options: RequestOptions | undefined): Patience {
  const [connect, firstByte, betweenBytes] = [
    options?.connectTimeout,
    options?.firstByteTimeout,
    options?.betweenBytesTimeout,
  ].map((duration) =>
    duration === undefined ? undefined : Math.min(Math.max(Number(duration / 1_000_000n), 1), 2 ** 31 - 1),
  );
  return {
    ...(connect !== undefined && { connect }),
    ...(firstByte !== undefined && { firstByte }),
    ...(betweenBytes !== undefined && { betweenBytes }),
  };
}
