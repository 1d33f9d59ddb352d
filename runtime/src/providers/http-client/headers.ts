/** The headers of a request, as they are sent. */
import type { Fields } from '../../ports/http.ts';

/** What is the connection's and not the message's (RFC 9110, 7.6.1), or the client's own to say. */
const left = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'upgrade',
  // by the URL: by another name, a server that many share would answer for one that is not allowed
  'host',
  // undici does not wait for 100
  'expect',
]);

/**
 * By their names, repeated ones as a list: so undici's agents for proxies take them.
 * @param isLong whether `Content-Length` stays; of a body that is there, undici says it
 */
export function headersOf(fields: Fields, isLong: boolean): Record<string, string | string[]> {
  const named = new Set(
    fields
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(',').map((one) => one.trim().toLowerCase())),
  );
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (left.has(lower) || named.has(lower) || (lower === 'content-length' && !isLong)) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}
