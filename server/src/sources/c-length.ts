/** The length that C gives with a string: `6`, `strlen("orders")`, `sizeof("orders") - 1`. */
import type { Span } from '@slight/text/span.ts';
import type { Literal } from './literal.ts';
import { literalAt, textOf } from './literal.ts';
import type { Echo } from './reading.ts';
import { spanOf } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** What a length is, as far as it is plain. */
export interface Length {
  /** All of the expression. */
  readonly span: Span;
  /** In bytes. Undefined where it is computed. */
  readonly bytes?: number | undefined;
  /** What of it must change with the text. Undefined where that cannot be told. */
  readonly echoes?: readonly Echo[] | undefined;
}

/**
 * The length that the tokens from `first` to `last` are.
 * @param of the string: its text, and the token that stands for it, a constant's name or its first string
 */
export function lengthAt(
  tokens: Tokens,
  first: number,
  last: number,
  of: { readonly literal: Literal; readonly token: number },
): Length {
  const span = spanOf(tokens, first, Math.max(first, last));
  const [from, to] = unwrapped(tokens, first, last);
  const number = from === to ? numberAt(tokens, from) : undefined;
  if (number) return { span, bytes: number.value, echoes: [{ span: number.span, as: 'length' }] };
  const measure = tokens.is(from, 'strlen') ? 0 : tokens.is(from, 'sizeof') ? 1 : undefined;
  if (measure === undefined) return { span };
  const end = measuredEnd(tokens, from + 1);
  const less =
    end === to ? 0 : tokens.is(end + 1, '-') && end + 2 === to ? numberAt(tokens, to)?.value : undefined;
  const measured = less === undefined ? undefined : textAt(tokens, from + 1, end, of);
  if (!measured || less === undefined || (measure === 1 && !measured.isArray)) return { span };
  return { span, bytes: measured.bytes + measure - less, echoes: measured.echoes };
}

/** A decimal number, and where its digits are, without what says its type: `6u`. */
export function numberAt(
  tokens: Tokens,
  index: number,
): { readonly value: number; readonly span: Span } | undefined {
  const digits =
    tokens.kind(index) === kind.number
      ? /^(0|[1-9]\d*)[uUlLzZ]{0,3}$/.exec(tokens.at(index))?.[1]
      : undefined;
  const start = tokens.start(index);
  return digits === undefined
    ? undefined
    : { value: Number(digits), span: { start, end: start + digits.length } };
}

/** Without casts in front, and brackets around all of it. */
function unwrapped(tokens: Tokens, first: number, last: number): readonly [number, number] {
  let [from, to] = [first, last];
  while (tokens.is(from, '(')) {
    const end = tokens.brackets.closing(from);
    if (end === to) [from, to] = [from + 1, to - 1];
    else if (
      end < to &&
      tokens.isWord(from + 1) &&
      !tokens.is(from + 1, 'sizeof') &&
      !tokens.is(from + 1, 'strlen')
    )
      from = end + 1;
    else break;
  }
  return [from, to];
}

/** The last token of what `strlen` or `sizeof` is given: in brackets, or, of `sizeof`, without. */
function measuredEnd(tokens: Tokens, index: number): number {
  if (tokens.is(index, '(')) return tokens.brackets.closing(index);
  return tokens.isString(index) ? literalAt(tokens, index).last : index;
}

function textAt(
  tokens: Tokens,
  first: number,
  last: number,
  { literal, token }: { readonly literal: Literal; readonly token: number },
): { readonly bytes: number; readonly isArray: boolean; readonly echoes: readonly Echo[] } | undefined {
  const [from, to] = tokens.is(first, '(') ? [first + 1, last - 1] : [first, last];
  if (tokens.isString(from)) {
    const own = literalAt(tokens, from);
    const text = own.last === to ? textOf(tokens, own) : undefined;
    return (
      text && {
        bytes: Buffer.byteLength(text.value),
        isArray: true,
        echoes: [{ span: text.inner, as: 'name' }],
      }
    );
  }
  // the same constant again changes with it
  const word =
    from === to && tokens.isWord(from) && tokens.is(token, tokens.at(from)) ? tokens.at(from) : undefined;
  const text = word === undefined ? undefined : textOf(tokens, literal);
  if (word === undefined || !text) return undefined;
  const isArray = tokens
    .places(word)
    .some((place) => tokens.is(place + 1, '[') || tokens.is(place - 1, 'define'));
  return { bytes: Buffer.byteLength(text.value), isArray, echoes: [] };
}
