/** A request that is followed to where its answers send it on, as slight's client (reqwest) did. */
import type { Fields } from '../../ports/http.ts';
import { HttpClientError } from '../../ports/http-client.ts';
import type { ClientAnswer, ClientRequest, HttpClient, SendOptions } from '../../ports/http-client.ts';

/** How often it is sent on before that is given up. */
const most = 10;

/** A request whose body is all there, so that it can be sent again. */
export type WholeRequest = ClientRequest & { readonly body: Uint8Array | undefined };

/**
 * Each step is a request of its own, which the client may refuse.
 * @throws HttpClientError
 */
export async function follow(
  client: HttpClient,
  first: WholeRequest,
  options?: SendOptions,
): Promise<ClientAnswer> {
  let request = first;
  for (let sent = 0; ; sent += 1) {
    const answer = await client.send(request, options).answer;
    const next = nextOf(request, answer);
    if (!next) return answer;
    answer.body.input.close?.();
    if (sent === most)
      throw new HttpClientError(
        'protocol-error',
        `${first.url.host} sent the request on more than ${most} times.`,
      );
    request = next;
  }
}

/** Where the answer sends the request on; undefined where it is the answer. */
export function nextOf(
  request: WholeRequest,
  { status, headers }: Pick<ClientAnswer, 'status' | 'headers'>,
): WholeRequest | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  // it may be UTF-8, which fields have byte by byte
  const url =
    location === undefined ? null : URL.parse(Buffer.from(location, 'latin1').toString(), request.url.href);
  if (!url) return undefined;
  const isSame = url.origin === request.url.origin;
  const keeps = status === 307 || status === 308;
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  return {
    method: keeps || isGet ? request.method : 'GET',
    url,
    headers: request.headers.filter(
      ([name]) =>
        (isSame || !secret.has(name.toLowerCase())) && (keeps || !aboutBody.has(name.toLowerCase())),
    ),
    body: keeps ? request.body : undefined,
  };
}

/** What a server is told that nobody else may learn. */
const secret: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'cookie2',
  'proxy-authorization',
  'www-authenticate',
]);

const aboutBody: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
]);

/** The fields with the login that a URL holds, and the URL without. */
export function withLogin(url: URL, headers: Fields): Pick<WholeRequest, 'url' | 'headers'> {
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  if (headers.some(([name]) => name.toLowerCase() === 'authorization')) return { url: bare, headers };
  const login = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { url: bare, headers: [...headers, ['Authorization', `Basic ${login}`]] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
