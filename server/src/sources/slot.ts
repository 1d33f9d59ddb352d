/** The string that is being typed in a guest's source, however broken the text around it is. */
import type { Span } from '@slight/text/span.ts';
import { innerOf, quotesOf } from './literal.ts';
import type { Argument } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

export interface Slot {
  /** What a name replaces: between the quotes or, where the second one is missing, up to the end of the word. */
  readonly inner: Span;
  /** From the beginning of it to the cursor. */
  readonly typed: string;
  /** The quote that is missing; empty where none is. */
  readonly closing: string;
}

/** What the cursor is in, where that is the literal of one of the arguments, with whose argument it is. */
export function slotAt<T>(
  tokens: Tokens,
  offset: number,
  argued: (tokens: Tokens) => readonly { readonly argument: Argument | undefined; readonly of: T }[],
): (Slot & { readonly of: T }) | undefined {
  const { text } = tokens;
  const index = tokenAt(tokens, offset);
  if (!tokens.isString(index)) return undefined;
  const inner = innerOf(tokens, index);
  // on a quote, the cursor is in front of or behind the string
  if (offset < inner.start || offset > inner.end) return undefined;
  const found = argued(tokens).find(
    ({ argument }) => argument && argument.literal.first <= index && index <= argument.literal.last,
  );
  if (!found) return undefined;
  const { of, argument } = found;
  const typed = text.slice(inner.start, offset);
  if (/[\r\n]/.test(typed)) return undefined;
  const rest = text.slice(offset, inner.end);
  const word = /^[^\s()[\]{},;"'`]*/.exec(rest)?.[0] ?? '';
  // a quote that is found behind other code, or on another line, is another string's
  const isOwn = argument?.isWhole === true || !/[();\r\n]/.test(rest);
  if (tokens.kind(index) === kind.string && isOwn)
    return /[\r\n]/.test(rest) ? undefined : { of, inner, typed, closing: '' };
  const { closing } = quotesOf(tokens, index);
  return { of, inner: { start: inner.start, end: offset + word.length }, typed, closing };
}

/** The last token that begins in front of the offset. */
function tokenAt(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tokens.start(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
