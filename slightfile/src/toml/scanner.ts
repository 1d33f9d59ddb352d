/** What all of the parser's parts share: the text, where they are in it, and what they found on the way. */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Comment, Newer, TomlError } from './tree.ts';

export interface Scanner {
  readonly text: string;
  at: number;
  readonly errors: TomlError[];
  readonly comments: Comment[];
  /** What only TOML 1.1 has. */
  readonly newer: Newer[];
  /** The quotes whose multi-line form is known to have no end any more, so that no later one looks for it again. */
  readonly endless: Set<number>;
}

/** UTF-16 codes that mean something in TOML. */
export const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  hash: 0x23,
  apostrophe: 0x27,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  colon: 0x3a,
  equals: 0x3d,
  greater: 0x3e,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  underscore: 0x5f,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  byteOrderMark: 0xfeff,
} as const;

export function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** The characters of a bare key: `A-Z a-z 0-9 _ -`. */
export function isBare(char: number): boolean {
  return (
    (char >= 0x61 && char <= 0x7a) ||
    (char >= 0x41 && char <= 0x5a) ||
    isDigit(char) ||
    char === code.underscore ||
    char === code.minus
  );
}

export function isBlank(char: number): boolean {
  return char === code.space || char === code.tab;
}

/** Control characters that TOML forbids wherever it does not give them a meaning: all but the tab. */
export function isControl(char: number): boolean {
  return (char < 0x20 && char !== code.tab) || char === 0x7f;
}

/** True at the text's end, and before `\n` or `\r\n`. */
export function isLineEnd(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  if (char === code.lineFeed) return true;
  return char === code.carriageReturn ? text.charCodeAt(at + 1) === code.lineFeed : Number.isNaN(char);
}

/** Where the line that `from` is in ends: before its `\n`, `\r\n`, or at the text's end. */
export function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  if (feed === -1) return text.length;
  return feed > from && text.charCodeAt(feed - 1) === code.carriageReturn ? feed - 1 : feed;
}

export function report(scanner: Scanner, span: Span, message: string, fix?: Fix): void {
  scanner.errors.push({ span, message, ...(fix && { fix }) });
}

/** True where the last error ends at `at`: it already says why the text does not go on as it should. */
export function isExplained(scanner: Scanner, at: number): boolean {
  return scanner.errors.at(-1)?.span.end === at;
}

/** How far the parser was, so that it can go back there. */
export interface Mark {
  readonly at: number;
  readonly errors: number;
  readonly comments: number;
  readonly newer: number;
}

export function save({ at, errors, comments, newer }: Scanner): Mark {
  return { at, errors: errors.length, comments: comments.length, newer: newer.length };
}

/** Goes back, and forgets what was found since. */
export function restore(scanner: Scanner, mark: Mark): void {
  scanner.at = mark.at;
  scanner.errors.length = mark.errors;
  scanner.comments.length = mark.comments;
  scanner.newer.length = mark.newer;
}

/** What a value or an entry stands in, which decides where an unreadable one ends. */
export type Place = 'line' | 'array' | 'braces';

/** What ends an unreadable thing, beside the line's end: a comment, and in brackets the next comma or closing bracket. */
export function contentStops(place: Place): string {
  return place === 'line' ? '#\r' : '#\r,]}';
}

/** Where what cannot be read ends; blanks in front of that are left out. */
export function contentEnd({ text, at }: Pick<Scanner, 'text' | 'at'>, place: Place): number {
  const stops = contentStops(place);
  let end = at;
  for (let next = at; !isLineEnd(text, next) && !stops.includes(text.charAt(next)); next++) {
    if (!isBlank(text.charCodeAt(next))) end = next + 1;
  }
  return end;
}

/** A piece of the document in a message: in backticks, and short. */
export function cite(text: string): string {
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}

export function skipBlanks(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const char = text.charCodeAt(scanner.at);
    if (isBlank(char)) scanner.at++;
    else if (isForeignSpace(char)) skipForeignSpaces(scanner);
    else return;
  }
}

/** Spaces that look like a blank and are none to TOML, as they come along from web pages and text processors. */
export function isForeignSpace(char: number): boolean {
  if (char < 0xa0) return false;
  const isOfWidth = (char >= 0x2000 && char <= 0x200b) || char === 0x202f || char === 0x205f;
  return char === 0xa0 || isOfWidth || char === 0x3000;
}

/** Goes over a row of them, and reports it as one. */
function skipForeignSpaces(scanner: Scanner): void {
  const { text, at: start } = scanner;
  while (isForeignSpace(text.charCodeAt(scanner.at))) scanner.at++;
  const span = { start, end: scanner.at };
  const hex = text.charCodeAt(start).toString(16).padStart(4, '0').toUpperCase();
  const message = `This is the character U+${hex}, which only looks like a space: write a space.`;
  const fix = { title: 'Write a space', edits: [{ span, text: ' ' }], preferred: true };
  report(scanner, span, message, fix);
}

/** Goes on to the next thing that is not white space, a line end or a comment; true where that is on another line. */
export function skipLines(scanner: Scanner): boolean {
  const { text } = scanner;
  let crossed = false;
  for (;;) {
    const char = text.charCodeAt(scanner.at);
    if (isBlank(char)) scanner.at++;
    else if (isForeignSpace(char)) skipForeignSpaces(scanner);
    else if (char === code.hash) skipComment(scanner);
    else if (char === code.lineFeed || char === code.carriageReturn) {
      crossed ||= char === code.lineFeed;
      if (char === code.carriageReturn && text.charCodeAt(scanner.at + 1) !== code.lineFeed) {
        const span = { start: scanner.at, end: scanner.at + 1 };
        const message = 'A carriage return alone ends no line in TOML: write a line feed.';
        const fix = { title: 'Write a line feed', edits: [{ span, text: '\n' }], preferred: true };
        report(scanner, span, message, fix);
      }
      scanner.at++;
    } else return crossed;
  }
}

function skipComment(scanner: Scanner): void {
  const start = scanner.at;
  const end = lineEnd(scanner.text, start);
  for (let at = start; at < end; at++) {
    if (isControl(scanner.text.charCodeAt(at))) at = reportControls(scanner, at, 'comment') - 1;
  }
  scanner.comments.push({ span: { start, end } });
  scanner.at = end;
}

/** Reports the forbidden control characters from `at` on as one, up to the line's end; returns where they end. */
export function reportControls(scanner: Scanner, at: number, place: 'string' | 'comment'): number {
  let end = at + 1;
  while (!isLineEnd(scanner.text, end) && isControl(scanner.text.charCodeAt(end))) end++;
  const span = { start: at, end };
  const hex = scanner.text.charCodeAt(at).toString(16).padStart(4, '0').toUpperCase();
  const message = `The control character U+${hex} is not allowed`;
  if (place === 'comment') {
    const fix = { title: 'Remove it', edits: [{ span, text: '' }] };
    report(scanner, span, `${message} in a comment. Remove it.`, fix);
  } else {
    report(scanner, span, `${message} here. In a string with double quotes, write it as \`\\u${hex}\`.`);
  }
  return end;
}
