/** What goes wrong when an address is written down. Nothing here repeats the address, which may hold a password. */
import { apartFromReferences, oddPath, passwordParameters } from './written-passwords.ts';

/** A predicate that names the remedy, for what the checks and the runtime both say; undefined where nothing is wrong. */
export function addressFault(value: string): string | undefined {
  const text = value.trim();
  const quotes = quotesFault(text);
  if (quotes !== undefined) return quotes;
  const raw = rawInUserinfo(text);
  if (raw === undefined) return undefined;
  return `has a raw "${raw}" in its user name or password; write it as ${encodeURIComponent(raw)}`;
}

/** The value as it was meant, where addressFault finds something: without its quotes, with `%2F` for a raw `/`. */
export function mendedAddress(value: string): string | undefined {
  const text = value.trim();
  if (quotesFault(text) !== undefined) return text.slice(1, -1);
  if (rawInUserinfo(text) === undefined) return undefined;
  const from = text.indexOf('://') === -1 ? 0 : text.indexOf('://') + '://'.length;
  const at = text.lastIndexOf('@');
  return text.slice(0, from) + text.slice(from, at).replace(/[/?#]/g, encodeURIComponent) + text.slice(at);
}

/**
 * Whether the value holds, or seems to hold, a user name or a password: `redis://user@host`, `:password@host`,
 * `?pass=`, `,password=`, and what stands where a database should; a URL that cannot be read may. References are none.
 */
export function holdsCredentials(value: string): boolean {
  const text = apartFromReferences(value).join('');
  const at = text.lastIndexOf('@');
  if (
    at > 0 &&
    text.lastIndexOf(':', at) !== -1 &&
    !/^(?:[a-z][a-z0-9+.-]*:\/\/)?:?$/i.test(text.slice(0, at))
  )
    return true;
  if (passwordParameters(text).length > 0 || oddPath(text) !== undefined) return true;
  return value.includes('://') && text === value && !URL.canParse(value);
}

/** Whether an address holds a password, or would if it were written right: `redis://user@host` has none. */
export function holdsPassword(value: string): boolean {
  // it stands in front of an `@`, or is a parameter
  if (!value.includes('@') && !value.includes('=')) return false;
  const text = apartFromReferences(value.trim().replace(/^["']/, '')).join('');
  if (passwordParameters(text).length > 0) return true;
  const url = rawInUserinfo(text) === undefined ? URL.parse(text) : null;
  if (url !== null) return url.password !== '';
  const userinfo = text.slice(text.indexOf('://') + '://'.length, Math.max(0, text.lastIndexOf('@')));
  return text.includes('://') && /:./.test(userinfo);
}

/** The same of quotes alone, for a value that is no address; a file of variables may hold them. */
export function quotesFault(value: string): string | undefined {
  const text = value.trim();
  const quoted = text.length >= 2 && /^["']/.test(text) && text.at(-1) === text[0];
  return quoted ? 'has quotes around it that are part of the value; leave them out' : undefined;
}

/**
 * The first `/`, `?` or `#` that ends a URL's host before its `@`. In most URLs an `@` may also follow the host, so
 * this is sure only where the rest is no URL; in Redis's no `@` can follow it.
 */
function rawInUserinfo(text: string): string | undefined {
  if (!text.includes('@')) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  const rest = text.slice(scheme?.[0].length ?? 0);
  const before = rest.slice(0, Math.max(0, rest.lastIndexOf('@')));
  const raw = /[/?#]/.exec(before)?.[0];
  // a path right after the scheme: a socket's
  if (raw === undefined || before.startsWith('/')) return undefined;
  return /^rediss?$/i.test(scheme?.[1] ?? 'redis') || !URL.canParse(text) ? raw : undefined;
}
