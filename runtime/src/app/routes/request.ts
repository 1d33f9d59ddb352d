/** A request as a handler gets it: `request` of http-types. */
import { isUtf8 } from 'node:buffer';
import { isAscii } from './ascii.ts';
import { HttpFault } from '../../ports/http.ts';
import type { Input } from '../../io/stream.ts';
import type { Exchange, Route } from '../../ports/http.ts';
import type { HeldBody } from './bodies.ts';

export interface Request {
  /** That of the route: what asks with HEAD gets what it would with GET, without the body. */
  readonly method: 'get' | 'put' | 'post' | 'delete';
  /** As on the request line, with its query. */
  readonly uri: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

const methods = { GET: 'get', PUT: 'put', POST: 'post', DELETE: 'delete' } as const;

/**
 * Reads the whole body, so that the handler has it. Where there is none, nothing is waited for.
 * @param hold asked where there is one, and told of it as it comes
 * @throws what that throws, and what the body's stream does
 */
export function requestOf(
  exchange: Exchange,
  route: Route,
  params: Request['params'],
  hold: () => HeldBody,
): Request | Promise<Request> {
  const given = {
    method: methods[route.method],
    uri: text(exchange.target),
    // in slight, names were in small letters, however they came
    headers: exchange.headers.map(([name, value]) => [name.toLowerCase(), text(value)] as const),
    params,
  };
  const { input } = exchange.body;
  const first = input.read(most);
  if (!first) return { ...given, body: nothing };
  return whole(first, input, exchange.signal, hold()).then((body) => ({ ...given, body }));
}

/**
 * The path that is routed: without a query, decoded. So a slash that is written %2F is one; what is no code for a byte stays.
 * @throws HttpFault where it is not UTF-8
 */
export function routedPath(target: string): string {
  if (plain.test(target)) return target;
  const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const bytes = Buffer.from(
    path.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    'latin1',
  );
  if (!isUtf8(bytes)) throw new HttpFault(400, 'The path is not UTF-8.');
  return bytes.toString();
}

/** A path that is decoded already, as most are. */
const plain = /^\/[^?#%\x80-\xff]*$/;

/** Bytes, each a character, as the text that they are; what is no UTF-8 is U+FFFD. */
function text(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString();
}

/** @throws the stream's own error where it breaks off, or the signal's reason */
async function whole(
  first: Uint8Array,
  input: Input,
  signal: AbortSignal,
  held: HeldBody,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let bytes: Uint8Array | undefined = first; bytes; bytes = input.read(most)) {
    if (bytes.length > 0) {
      held.add(bytes.length);
      parts.push(bytes);
    } else {
      await input.wait(signal);
      signal.throwIfAborted();
    }
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** As much as there is. */
const most = Number.MAX_SAFE_INTEGER;

const nothing = new Uint8Array();
