/** The name that is being typed in a guest's source. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Span } from '@slight/text/span.ts';
import { lex } from './lex.ts';
import { innerOf, quotesOf } from './literal.ts';
import { sitesOf } from './read.ts';
import type { GuestLanguage } from './reading.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** The string that is typed as the name of a capability. */
export interface OpeningSlot {
  readonly kinds: readonly CapabilityKind[];
  /** What a name replaces: between the quotes or, where the second one is missing, up to the end of the word. */
  readonly inner: Span;
  /** From the beginning of it to the cursor. */
  readonly typed: string;
  /** The quote that is missing; empty where none is. */
  readonly closing: string;
}

/** The name that the cursor is in, where an opening is given it as a literal, however broken the text around it is. */
export function openingAt(text: string, language: GuestLanguage, offset: number): OpeningSlot | undefined {
  const tokens = lex(text, language);
  const index = tokenAt(tokens, offset);
  if (!tokens.isString(index)) return undefined;
  const inner = innerOf(tokens, index);
  // on a quote, the cursor is in front of or behind the string
  if (offset < inner.start || offset > inner.end) return undefined;
  const site = sitesOf(tokens).find(
    ({ argument }) => argument && argument.literal.first <= index && index <= argument.literal.last,
  );
  if (!site) return undefined;
  const typed = text.slice(inner.start, offset);
  if (/[\r\n]/.test(typed)) return undefined;
  const rest = text.slice(offset, inner.end);
  const word = /^[^\s()[\]{},;"'`]*/.exec(rest)?.[0] ?? '';
  // a quote that is found behind other code, or on another line, is another string's
  const isOwn = site.argument?.isWhole === true || !/[();\r\n]/.test(rest);
  if (tokens.kind(index) === kind.string && isOwn)
    return /[\r\n]/.test(rest) ? undefined : { kinds: site.kinds, inner, typed, closing: '' };
  const { closing } = quotesOf(tokens, index);
  return { kinds: site.kinds, inner: { start: inner.start, end: offset + word.length }, typed, closing };
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
