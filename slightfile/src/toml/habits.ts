/** What people write by the habits of other languages and programs, where TOML writes something else. */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Place, Scanner } from './scanner.ts';
import { cite, code, contentEnd, isBlank, isLineEnd, lineEnd, report } from './scanner.ts';
import type { StringValue } from './tree.ts';
import { tomlString } from './write.ts';

/** A fix that puts a text in the place of another. */
export function replaceWith(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ span, text }], preferred: true };
}

/** A fix that writes a key or a string, `of` that text; undefined where half a character is in it, which TOML cannot write. */
export function writing(title: string, span: Span, text: string, of: string): Fix | undefined {
  return of.isWellFormed() ? replaceWith(title, span, text) : undefined;
}

/** The quotes of text processors and of other languages. */
const quotes = '“”„‟«»‘’‚‛‹›`´″′＂';

/** False for most characters, at less cost than to look whether one is a quote. */
export function mayBeQuote(char: number): boolean {
  return char === code.quote || char === code.apostrophe || char === 0x60 || char > 0xa0;
}

export function isForeignQuote(char: string): boolean {
  return mayBeQuote(char.charCodeAt(0)) && quotes.includes(char);
}

/** True for a quote of any kind behind which a value may end. */
export function closesValue(text: string, at: number): boolean {
  const char = text.charAt(at);
  if (char !== '"' && char !== "'" && !isForeignQuote(char)) return false;
  let next = at + 1;
  while (isBlank(text.charCodeAt(next))) next++;
  return isLineEnd(text, next) || '#,;]}'.includes(text.charAt(next));
}

/** How far the quote is looked for that closes one. */
const longest = 300;

function closingQuote(text: string, from: number): number | undefined {
  const limit = Math.min(text.length, from + longest);
  for (let at = from; at < limit && !isLineEnd(text, at); at++) if (closesValue(text, at)) return at;
  return undefined;
}

/** Reads a string in such quotes, which is here: what stands between them. */
export function readForeignString(scanner: Scanner, place: Place): StringValue {
  const { text, at: start } = scanner;
  const close = closingQuote(text, start + 1);
  const end = close === undefined ? contentEnd(scanner, place) : close + 1;
  const inner = { start: start + 1, end: close ?? end };
  const span = { start, end };
  scanner.at = end;
  const value = text.slice(inner.start, inner.end);
  const fix = writing('Write straight quotes', span, tomlString(value), value);
  report(scanner, span, 'These quotes are not those of TOML: write `"` on both sides.', fix);
  return { kind: 'string', value, style: 'basic', span, inner };
}

const fullWidth = { equals: 0xff1d, colon: 0xff1a } as const;

/** `:`, `==`, `:=`, `=>`, and `＝` and `：` of full width in the place of `=`: how long the one here is; 0 where none is. */
export function foreignSeparator(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case code.equals:
      return second === code.equals || second === code.greater ? 2 : 0;
    case code.colon:
      return second === code.equals ? 2 : 1;
    case fullWidth.equals:
    case fullWidth.colon:
      return 1;
    default:
      return 0;
  }
}

/** Goes over a comment that begins as one of another language does, and reports it; false where none is here. */
export function skipForeignComment(scanner: Scanner): boolean {
  const { text, at: start } = scanner;
  if (!'/;-'.includes(text.charAt(start)) || start === text.length) return false;
  const mark = /^(?:\/\/+|\/\*+|;+(?=[ \t]*[^\s;])|--+(?=[ \t]+[^\s=]))/.exec(
    text.slice(start, start + 80),
  )?.[0];
  if (mark === undefined) return false;
  let end = lineEnd(text, start);
  while (isBlank(text.charCodeAt(end - 1))) end--;
  scanner.at = end;
  const fix = replaceWith('Write #', { start, end: start + mark.length }, '#');
  report(scanner, { start, end }, `A comment begins with \`#\` in TOML, not with ${cite(mark)}.`, fix);
  return true;
}
