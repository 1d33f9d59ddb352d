/** Where the parts of an address are that are neither host nor port. */
import type { Span } from '@slight/text/span.ts';

/**
 * The scheme, the user, the password, each segment of the path, and each name and value after the `?`. All of a text that is no address at all. Of a socket, its path is the host.
 */
export function besidesHost(address: string): readonly Span[] {
  const text = address.trimEnd();
  const begin = /\S/.exec(text)?.index ?? 0;
  const scheme = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(text.slice(begin))?.[0];
  const afterScheme = scheme === undefined ? begin : begin + scheme.length + 3;
  const isSocket = scheme !== undefined && /unix$/i.test(scheme);
  const url = URL.parse(scheme === undefined ? `redis://${text.trim()}` : text.trim());
  if (!url || (url.hostname === '' && !isSocket))
    return text === '' ? [] : [{ start: begin, end: text.length }];
  const rest = text.slice(afterScheme);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const at = authority.lastIndexOf('@');
  const afterAuthority = afterScheme + authority.length;
  const spans: Span[] = [];
  if (scheme !== undefined) spans.push({ start: begin, end: begin + scheme.length });
  if (at >= 0) spans.push(...pieces(text, /[^:]+/g, afterScheme, afterScheme + at));
  const path = /^[^?#]*/.exec(text.slice(afterAuthority))?.[0] ?? '';
  const afterPath = afterAuthority + path.length;
  if (!isSocket) spans.push(...pieces(text, /[^/]+/g, afterAuthority, afterPath));
  spans.push(...pieces(text, /[^?#&=]+/g, afterPath, text.length));
  return spans;
}

function pieces(text: string, piece: RegExp, start: number, end: number): readonly Span[] {
  return Array.from(text.slice(start, end).matchAll(piece), (found) => ({
    start: start + found.index,
    end: start + found.index + found[0].length,
  }));
}
