/** The trace across programs that a request is of: W3C Trace Context, https://www.w3.org/TR/trace-context/. */
import { randomBytes } from 'node:crypto';
import type { Fields } from '../ports/http.ts';

export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Of the request in that trace, 16 hexadecimal digits: the parent of what is asked of others to answer it. */
  readonly spanId: string;
  /** Two hexadecimal digits, as they came. */
  readonly flags: string;
  /** `tracestate`, as it came: what other programs keep there. */
  readonly state?: string;
}

/**
 * What a request's fields say of its trace, with a span of its own. Undefined where they say nothing, or nothing valid
 * (3.2.2.5: then the whole is passed over, and `tracestate` with it).
 */
export function traceContextOf(headers: Fields): TraceContext | undefined {
  const found = valuesOf(headers, 'traceparent');
  const [traceparent = ''] = found;
  const [, version, traceId = '', parentId = '', flags = '', more] = form.exec(traceparent) ?? [];
  if (found.length !== 1 || version === undefined || version === 'ff') return undefined;
  if (isZero(traceId) || isZero(parentId) || (version === '00' && more !== undefined)) return undefined;
  // repeated fields are one list (3.3.1)
  const state = valuesOf(headers, 'tracestate').join(',');
  const spanId = randomBytes(8).toString('hex');
  return { traceId, spanId, flags, ...(state !== '' && { state }) };
}

/** The fields of a request that is sent to answer one of this trace. */
export function traceFields({ traceId, spanId, flags, state }: TraceContext): Fields {
  const traceparent = ['traceparent', `00-${traceId}-${spanId}-${flags}`] as const;
  return state === undefined ? [traceparent] : [traceparent, ['tracestate', state]];
}

/** Of later versions, what the first one has (3.2.2.4). */
const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

function isZero(digits: string): boolean {
  return /^0+$/.test(digits);
}

function valuesOf(headers: Fields, wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}
