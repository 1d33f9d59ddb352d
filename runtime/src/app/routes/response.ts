/** What a handler answers with, made what HTTP has for it. */
import { STATUS_CODES } from 'node:http';
import type { WitError } from '../../hosts/values.ts';
import { HttpFault } from '../../ports/http.ts';
import type { Exchange, Fields } from '../../ports/http.ts';
import { isAscii } from './ascii.ts';

/** `response` of http-types. */
export interface Response {
  readonly status: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
}

/**
 * Answers; settles when all is handed over.
 * @throws HttpFault where HTTP has no such answer
 */
export function respond(exchange: Exchange, { status, headers = [], body }: Response): Promise<void> {
  if (status < 200 || status > 599) {
    throw broken(`the status ${status}, which is none of an answer: those are 200 to 599`);
  }
  const fields: Fields[number][] = [];
  for (const [name, value] of headers) {
    const bytes = fieldValue(name, value);
    if (!ours.test(name)) fields.push([name, bytes]);
  }
  // RFC 9110, 8.6: these have no content, and say nothing of its length
  const isBare = status === 204 || status === 304;
  const content = isBare || status === 205 ? undefined : body;
  if (!isBare) fields.push(['content-length', String(content?.length ?? 0)]);
  const outgoing = exchange.respond(status, fields);
  if (content && content.length > 0 && exchange.method !== 'HEAD') outgoing.output.write(content);
  return outgoing.finish();
}

/** What guests give back that copy the request's headers, and what only its sender can know. */
const ours = /^(content-length|transfer-encoding)$/i;

/** As Node takes it: each byte a character. */
function fieldValue(name: string, value: string): string {
  // RFC 9110, 5.1 and 5.5
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
    throw broken(`a header that is named ${JSON.stringify(name)}, which no header can be`);
  }
  const bytes = isAscii(value) ? value : Buffer.from(value).toString('latin1');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(bytes)) {
    throw broken(`a value of the header ${name} that has control characters in it`);
  }
  return bytes;
}

function broken(what: string): HttpFault {
  return fault(500, `The guest answered with ${what}.`);
}

/** By the cases of http-error. */
const statuses: Readonly<Record<string, number>> = {
  'invalid-url': 400,
  'protocol-error': 502,
  'timeout-error': 504,
};

/** An `err` of a handler as what the client is told: the status that says most of it, and not the guest's own words. */
export function faultOf(handler: string, error: WitError): HttpFault {
  const { tag, val } = error.payload as { readonly tag: string; readonly val: string | number };
  const isStatus = tag === 'status-error' && Number(val) >= 400 && Number(val) <= 599;
  const status = isStatus ? Number(val) : (statuses[tag] ?? 500);
  return fault(status, `${handler} returned the error ${tag}: ${val}`);
}

function fault(status: number, reason: string): HttpFault {
  return new HttpFault(status, `${STATUS_CODES[status] ?? 'Error'}.`, [], { cause: new Error(reason) });
}
