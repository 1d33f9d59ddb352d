/** How the parser finds its way again: where something unclosed ends, and over what it will not go into. */
import { maxDepth } from './key.ts';
import type { Scanner } from './scanner.ts';
import { code, isBlank, isLineEnd, lineEnd, report, skipLines } from './scanner.ts';
import { readString } from './string.ts';
import type { MissingValue } from './tree.ts';

/**
 * True where a line inside an array begins as only a line outside of it does: with `key =`, or with a header
 * (`[[name]]` is no array in an array, since a bare word is no value).
 */
export function beginsStatement(text: string, at: number): boolean {
  return text.charCodeAt(at) === code.openBracket
    ? headerStart.test(text.slice(at, lineEnd(text, at)))
    : beginsEntry(text, at);
}

const headerStart =
  /^\[\[?[ \t]*(?!(?:true|false|inf|nan)[ \t]*(?:[\],#]|$))[A-Za-z_][A-Za-z0-9_-]*[ \t]*(?:[.\]]|$)/;

/** True where a line begins with `key =`. */
function beginsEntry(text: string, at: number): boolean {
  return entryStart.test(text.slice(at, lineEnd(text, at)));
}

/** How many blanks the line begins with that `at` is on. */
export function indentationOf(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  let end = start;
  while (isBlank(text.charCodeAt(end))) end++;
  return end - start;
}

const keyPart = String.raw`(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')`;
const entryStart = new RegExp(String.raw`^${keyPart}(?:[ \t]*\.[ \t]*${keyPart})*[ \t]*=`);

/** Goes over brackets that lie too deep in others, without going down into them. */
export function skipNested(scanner: Scanner): MissingValue {
  const { text, at: start } = scanner;
  const message = `Tables and arrays lie more than ${maxDepth} deep in one another here, which is deeper than a document may be.`;
  report(scanner, { start, end: start + 1 }, message);
  const [errors, newer] = [scanner.errors.length, scanner.newer.length];
  let open = 0;
  do {
    const char = text.charCodeAt(scanner.at);
    if (char === code.quote || char === code.apostrophe) readString(scanner);
    else if (char === code.hash || isLineEnd(text, scanner.at)) skipLines(scanner);
    else {
      scanner.at++;
      if (char === code.openBracket || char === code.openBrace) open++;
      if (char === code.closeBracket || char === code.closeBrace) open--;
    }
  } while (open > 0 && scanner.at < text.length);
  scanner.errors.length = errors;
  scanner.newer.length = newer;
  return { kind: 'missing', span: { start, end: scanner.at } };
}
