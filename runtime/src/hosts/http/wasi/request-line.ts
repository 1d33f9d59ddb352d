/** What stands on the line of a request, as wasi:http has it: method, scheme, authority, path. */
import type { Exchange } from '../../../ports/http.ts';

/** `variant method`. */
export interface Method {
  readonly tag: string;
  /** Of `other`: as it is on the line. */
  readonly val?: string;
}

/** `variant scheme`. */
export interface Scheme {
  readonly tag: string;
  readonly val?: string;
}

const methods: ReadonlyMap<string, Method> = new Map(
  ['get', 'head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch'].map((tag) => [
    tag.toUpperCase(),
    { tag },
  ]),
);

/** Methods are told apart by case (RFC 9110, 9.1). */
export function methodOf(text: string): Method {
  return methods.get(text) ?? { tag: 'other', val: text };
}

export function isMethod({ tag, val = '' }: Method): boolean {
  return tag !== 'other' || /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(val);
}

export function isScheme({ tag, val = '' }: Scheme): boolean {
  return tag !== 'other' || /^[A-Za-z][A-Za-z0-9+.-]*$/.test(val);
}

/** Printable, without what ends it on the line of a request. */
export function isPath(text: string): boolean {
  return /^[!-"$-~\u0080-\uffff]*$/.test(text);
}

/** A host with a port or without, perhaps behind a user. */
export function isAuthority(text: string): boolean {
  const port = /^(?:[^\s/?#@\\[\]]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@\\:[\]]+)(?::(\d{1,5}))?$/
    .exec(text)
    ?.slice(1);
  return port !== undefined && Number(port[0] ?? 0) < 65_536;
}

export interface Target {
  /** Absent where the request is for a host and not for something on it: `CONNECT host:443`. */
  readonly path: string | undefined;
  readonly authority: string | undefined;
}

/** The four forms that a target has (RFC 9112, 3.2). Of an absolute URL, its authority counts and not `Host`. */
export function splitTarget({
  method,
  target,
  authority,
}: Pick<Exchange, 'method' | 'target' | 'authority'>): Target {
  if (target.startsWith('/') || target === '*') return { path: target, authority };
  if (method === 'CONNECT') return { path: undefined, authority: target };
  const [, host = '', path = ''] = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)(.*)$/.exec(target) ?? [];
  return { path: path.startsWith('/') ? path : `/${path}`, authority: host === '' ? authority : host };
}
