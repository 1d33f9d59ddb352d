/** Keys: bare, quoted, dotted (https://toml.io/en/v1.1.0#keys). */
import { isForeignQuote, writing } from './habits.ts';
import type { Scanner } from './scanner.ts';
import {
  cite,
  code,
  isBare,
  isBlank,
  isExplained,
  isForeignSpace,
  isLineEnd,
  report,
  skipBlanks,
} from './scanner.ts';
import { readLine } from './string.ts';
import type { Key, KeyPart } from './tree.ts';
import { isMissing } from './tree.ts';
import { tomlKey } from './write.ts';

/** How deep tables and arrays may lie in one another; real files have three or four levels. */
export const maxDepth = 128;

export interface KeyReading {
  readonly key: Key;
  /** False where a part is missing or not closed, or there are too many: the key then names nothing. */
  readonly complete: boolean;
}

/** Reads a dotted key, and the blanks behind it. A key that is missing as a whole is the caller's to report. */
export function readKey(scanner: Scanner): KeyReading {
  let { part, closed: complete } = readPart(scanner);
  // made with its first part: one that is pushed into an empty list makes room for sixteen more
  const parts = [part];
  const { start } = part.span;
  for (;;) {
    skipBlanks(scanner);
    const dotted = scanner.text.charCodeAt(scanner.at) === code.dot;
    if (isMissing(part) && (dotted || parts.length > 1))
      reportMissing(scanner, parts.length > 1 ? part.span.end : scanner.at + 1);
    if (!dotted) break;
    scanner.at++;
    const next = readPart(scanner);
    part = next.part;
    complete &&= next.closed;
    parts.push(part);
  }
  const span = { start, end: part.span.end };
  if (parts.length > maxDepth) {
    report(
      scanner,
      span,
      `This key has more than ${maxDepth} parts, which is deeper than a document may be.`,
    );
    complete = false;
  }
  return { key: { parts, span }, complete };
}

/** Reports the dot that ends at `end` as one without a name on its other side, once. */
function reportMissing(scanner: Scanner, end: number): void {
  if (isExplained(scanner, end)) return;
  report(scanner, { start: end - 1, end }, 'A dot stands between two names: one of them is missing.');
}

function readPart(scanner: Scanner): { readonly part: KeyPart; readonly closed: boolean } {
  const { text, at: missing } = scanner;
  skipBlanks(scanner);
  const start = scanner.at;
  const first = text.charCodeAt(start);
  if (first === code.quote || first === code.apostrophe) {
    const { value, style, span, inner } = readLine(scanner, first);
    return { part: { name: value, style, span }, closed: inner.end < span.end };
  }
  let bare = true;
  while (!endsBare(text, scanner.at)) {
    bare &&= isBare(text.charCodeAt(scanner.at));
    scanner.at++;
  }
  const name = text.slice(start, scanner.at);
  if (name === '') {
    scanner.at = missing;
    return { part: { name, style: 'bare', span: { start: missing, end: missing } }, closed: false };
  }
  const span = { start, end: scanner.at };
  if (!bare) {
    const meant = withoutForeignQuotes(name);
    const message =
      meant === name
        ? `${cite(name)} needs quotes: a key without them is made of A-Z, a-z, 0-9, _ and -.`
        : `These quotes are not those of TOML: write ${cite(tomlKey(meant))}.`;
    report(scanner, span, message, writing(`Write ${tomlKey(meant)}`, span, tomlKey(meant), meant));
    return { part: { name: meant, style: 'bare', span }, closed: true };
  }
  return { part: { name, style: 'bare', span }, closed: true };
}

function withoutForeignQuotes(name: string): string {
  const isQuoted =
    name.length > 2 && isForeignQuote(name.charAt(0)) && isForeignQuote(name.charAt(name.length - 1));
  return isQuoted ? name.slice(1, -1) : name;
}

/** What stands behind a bare key; anything else that is not allowed in one is read as part of it, and reported. */
function endsBare(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  if (isBare(char)) return false;
  return (
    isBlank(char) ||
    isForeignSpace(char) ||
    isLineEnd(text, at) ||
    char === code.carriageReturn ||
    '.=:,#"\'[]{}［］【】＝：'.includes(text.charAt(at))
  );
}
