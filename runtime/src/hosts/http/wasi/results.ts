/** Results of wasi:http, inside values and thrown. */
import { WitError } from '../../values.ts';
import type { ErrorCode } from './error-code.ts';

/** The `err` of a result that is inside something. */
export function err(val: unknown): { readonly tag: 'err'; readonly val: unknown } {
  return { tag: 'err', val };
}

/** The `err` of a result that says nothing more; `reason` is for the trace. */
export function refused(reason: string): WitError {
  return new WitError(undefined, reason);
}

/** The `err` of a result with an error-code. */
export function failed(code: ErrorCode): WitError {
  return new WitError(code, code.tag);
}
