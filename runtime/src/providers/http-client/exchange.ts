/** One request over undici: its head and body go out, and the answer comes in as it is read. */
import type { Dispatcher } from 'undici';
import { Passage } from '../../io/passage.ts';
import type { Fields, OutgoingBody } from '../../ports/http.ts';
import { HttpClientError } from '../../ports/http-client.ts';
import type { ClientAnswer, ClientRequest, SendOptions, Sent } from '../../ports/http-client.ts';
import { connectTimeout } from './connections.ts';
import type { Way } from './connections.ts';
import { failureOf } from './failure.ts';
import { headersOf } from './headers.ts';
import { requestBody } from './request-body.ts';

/**
 * Sends a request once there is what sends it. Never throws: what goes wrong is what the answer rejects with.
 * @param way rejects where the request may not be sent
 * @param over called once, when nothing of it is under way any more
 */
export function exchange(
  way: Promise<Way>,
  request: ClientRequest,
  options: SendOptions,
  over: () => void,
): Sent {
  const { url, headers } = request;
  const place = url.host;
  const body = request.body === 'stream' ? requestBody(headers, place) : undefined;
  const incoming = new Passage();
  const answer = Promise.withResolvers<ClientAnswer>();
  // who is told by the body alone need not look at it
  answer.promise.catch(() => undefined);
  let controller: Dispatcher.DispatchController | undefined;
  let through: string | undefined;
  let began = false;
  let isOver = false;

  const failed = (error: unknown) => failureOf(error, { place, began, proxy: through });
  const end = (error?: HttpClientError) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(connecting);
    options.signal?.removeEventListener('abort', givenUp);
    if (error) {
      incoming.fail(error);
      answer.reject(error);
    }
    body?.fail(error ?? new HttpClientError('aborted', `${place} has answered already.`));
    over();
  };
  const give = (error: HttpClientError) => {
    end(error);
    controller?.abort(error);
  };
  const abort = () => give(new HttpClientError('aborted', `The request to ${place} was given up.`));
  const givenUp = () => abort();
  const connecting = setTimeout(
    () => give(failed({ code: 'UND_ERR_CONNECT_TIMEOUT' })),
    Math.min(options.connect ?? connectTimeout, connectTimeout),
  );
  options.signal?.addEventListener('abort', givenUp, { once: true });
  if (options.signal?.aborted) abort();

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      clearTimeout(connecting);
      controller = given;
      if (isOver) given.abort(new Error('given up'));
    },
    onResponseStart(given, status) {
      // undici fails with an assertion at its end
      if (status < 100) {
        give(failed({ name: 'HTTPParserError', message: '', code: 'HPE_INVALID_STATUS' }));
        return;
      }
      // 100 to 199 tell what comes
      if (status < 200 || isOver) return;
      began = true;
      answer.resolve({
        status,
        headers: fieldsOf(given.rawHeaders),
        body: {
          input: {
            read(length) {
              const bytes = incoming.read(length);
              if (!isOver && given.paused && incoming.room > 0) given.resume();
              return bytes;
            },
            ready: () => incoming.ready(),
            wait: (signal) => incoming.wait(signal),
            close: abort,
          },
          trailers: () => fieldsOf(given.rawTrailers),
        },
      });
    },
    onResponseData(given, chunk) {
      incoming.bring(chunk);
      if (incoming.room === 0) given.pause();
    },
    onResponseEnd() {
      incoming.end();
      end();
    },
    onResponseError: (_given, error) => end(failed(error)),
  };

  void way
    .then(({ dispatcher, proxy }) => {
      through = proxy;
      if (!isOver) dispatcher.dispatch(dispatched(request, body?.source, options), handler);
    })
    .catch((error: unknown) => end(failed(error)));
  return { body: body?.outgoing ?? nothing, answer: answer.promise, abort };
}

function dispatched(
  { method, url, headers, body }: ClientRequest,
  source: AsyncIterable<Uint8Array> | undefined,
  { firstByte, betweenBytes }: SendOptions,
): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: headersOf(headers, body === 'stream'),
    // undici's types have no iterables, undici has
    body: (source ?? body ?? null) as Dispatcher.DispatchOptions['body'] & {},
    ...(firstByte !== undefined && { headersTimeout: firstByte }),
    ...(betweenBytes !== undefined && { bodyTimeout: betweenBytes }),
  };
}

/** What a request is written to that has all of its body. */
const nothing: OutgoingBody = {
  output: {
    write() {
      throw new Error('This request has all of its body.');
    },
  },
  finish: () => Promise.resolve(),
  abort: () => undefined,
};

function fieldsOf(raw: Dispatcher.DispatchController['rawHeaders']): Fields {
  if (!Array.isArray(raw)) return [];
  const text = (at: number) => {
    const one = raw[at] ?? '';
    return typeof one === 'string' ? one : one.toString('latin1');
  };
  return Array.from({ length: raw.length / 2 }, (_, at) => [text(2 * at), text(2 * at + 1)]);
}
