/** The fields of HTTP messages: as Node has them and as they are handed over, and which of them can be sent. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { HttpFault } from '../ports/http.ts';
import type { Fields } from '../ports/http.ts';

/** Node's flat list of names and values, as pairs. */
export function pairs(raw: readonly string[]): Fields {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return fields;
}

/** What is about one connection, or about how the message is framed, which is the server's to say (RFC 9110, 7.6.1). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** What may not come behind a body, because it had to be known before it (RFC 9110, 6.5.1). */
const beforeBody = new Set(['content-length', 'content-encoding', 'content-type', 'host', 'trailer']);

/** The head of an answer, ready to be sent. */
export interface Head {
  /** Names and values in turn, as Node takes them; without `Content-Length`. */
  readonly flat: string[];
  /** What `Content-Length` says. */
  readonly length: number | undefined;
}

/**
 * The fields of an answer, without what is the connection's.
 * @throws HttpFault 500 where one cannot be sent
 */
export function headOf(fields: Fields): Head {
  const flat: string[] = [];
  let length: number | undefined;
  let named: ReadonlySet<string> | undefined;
  for (const [name, value] of fields) {
    check(name, value);
    const lower = name.toLowerCase();
    if (lower === 'content-length') length = lengthOf(value, length);
    else if (lower === 'connection') named = new Set([...(named ?? []), ...tokens(value)]);
    else if (!ofConnection.has(lower)) flat.push(name, value);
  }
  return { flat: named ? without(flat, named) : flat, length };
}

/** The fields behind a body that may be there, those that can be sent. @throws HttpFault 500 where one cannot */
export function trailersOf(fields: Fields): [string, string][] {
  const kept: [string, string][] = [];
  for (const [name, value] of fields) {
    check(name, value);
    const lower = name.toLowerCase();
    if (!ofConnection.has(lower) && !beforeBody.has(lower)) kept.push([name, value]);
  }
  return kept;
}

function check(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (error) {
    const shown = JSON.stringify(name.slice(0, 80));
    throw new HttpFault(500, `The app answered with a field that cannot be sent: ${shown}.`, [], {
      cause: error,
    });
  }
}

function lengthOf(value: string, before: number | undefined): number {
  const length = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(length) && (before === undefined || before === length)) return length;
  throw new HttpFault(500, 'The app answered with a Content-Length that is no length.');
}

function tokens(value: string): readonly string[] {
  return value.split(',').map((token) => token.trim().toLowerCase());
}

function without(flat: readonly string[], names: ReadonlySet<string>): string[] {
  return pairs(flat)
    .filter(([name]) => !names.has(name.toLowerCase()))
    .flat();
}
