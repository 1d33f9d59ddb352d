/** SpiderLightning's HTTP client: `request` of legacy modules and of components. */
import { HttpClientError } from '../../ports/http-client.ts';
import type { ClientAnswer, HttpClientErrorCase } from '../../ports/http-client.ts';
import { failing } from '../failures.ts';
import type { Host } from '../host.ts';
import { clientOf } from './client.ts';
import { follow, withLogin } from './redirects.ts';

/** `request` of http-types. */
interface Request {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
}

/** `response` of http-types. */
interface Response {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** How large an answer may be, in bytes: a guest takes it whole. */
const largest = 256 * 1024 * 1024;

const tags: Partial<Record<HttpClientErrorCase, string>> = {
  'invalid-url': 'invalid-url',
  'connection-timeout': 'timeout-error',
  'response-timeout': 'timeout-error',
  'read-timeout': 'timeout-error',
  'invalid-method': 'protocol-error',
  'invalid-header': 'protocol-error',
  'tls-protocol-error': 'protocol-error',
  'tls-certificate-error': 'protocol-error',
  'tls-alert': 'protocol-error',
  'request-body-size': 'protocol-error',
  'response-header-size': 'protocol-error',
  'response-incomplete': 'protocol-error',
  'protocol-error': 'protocol-error',
};

export const host: Host = {
  create(interfaceName, context) {
    const request = async ({ method, uri, headers, body }: Request): Promise<Response> => {
      const url = URL.parse(uri);
      if (!url) throw new HttpClientError('invalid-url', 'The URL of the request is none.');
      const client = await clientOf(context);
      const fields = headers.map(([name, value]) => [name, bytesOf(value)] as const);
      // as slight's client did
      const accepts = fields.some(([name]) => name.toLowerCase() === 'accept');
      const sent = withLogin(url, accepts ? fields : [...fields, ['Accept', '*/*']]);
      const whole = { method: method.toUpperCase(), ...sent, body };
      const { signal } = context;
      const answer = await follow(client, whole, signal && { signal });
      return {
        status: answer.status,
        headers: answer.headers.map(([name, value]) => [name, textOf(value)]),
        body: await wholeBody(answer, url.host),
      };
    };
    const toValue = (error: { readonly case: string; readonly message: string }) => ({
      tag: tags[error.case as HttpClientErrorCase] ?? 'unexpected-error',
      val: error.message,
    });
    return {
      name: interfaceName,
      functions: failing(toValue, { request }, { interfaceName, context }),
    };
  },
};

/** A guest's text, as the bytes that go out. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** The bytes that came, as a guest's text; each its own character where they are not UTF-8. */
function textOf(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString();
  return text.includes('\ufffd') ? bytes : text;
}

async function wholeBody({ body: { input } }: ClientAnswer, place: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    while (!input.ready()) await input.wait();
    const bytes = input.read(65_536);
    if (!bytes) return Buffer.concat(parts);
    parts.push(bytes);
    size += bytes.length;
    if (size <= largest) continue;
    input.close?.();
    throw new HttpClientError(
      'response-body-size',
      `The answer of ${place} is larger than ${largest} bytes.`,
      { size },
    );
  }
}
