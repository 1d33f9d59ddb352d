/** Regular expressions of JavaScript: a slash that divides is none. */
import type { Scanner } from './scanner.ts';
import { kind } from './tokens.ts';
import type { Kind, Tokens } from './tokens.ts';

const codes = {
  newline: 0x0a,
  slash: 0x2f,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
};

/** Words of JavaScript that an expression follows. */
const operators: ReadonlySet<string> = new Set(
  'return typeof case in of do else delete void throw new instanceof yield await'.split(' '),
);

/** True where a slash begins a regular expression, as the token before it tells; after `)` it divides. */
export function beginsPattern(tokens: Tokens): boolean {
  const last = tokens.count - 1;
  const of: Kind = tokens.kind(last);
  if (of === kind.word) return operators.has(tokens.at(last));
  if (of !== kind.mark)
    return of === kind.end || tokens.text.charCodeAt(tokens.end(last) - 1) === codes.openBrace;
  return !tokens.is(last, ')') && !tokens.is(last, ']') && !tokens.is(last, '++') && !tokens.is(last, '--');
}

/** Reads a regular expression without its flags; one that is not closed ends with its line. */
export function readPattern(scanner: Scanner): void {
  const { text } = scanner;
  let inClass = false;
  for (scanner.at++; scanner.at < text.length; scanner.at++) {
    const char = text.charCodeAt(scanner.at);
    if (char === codes.newline) return;
    if (char === codes.backslash && text.charCodeAt(scanner.at + 1) !== codes.newline) scanner.at++;
    else if (char === codes.openBracket) inClass = true;
    else if (char === codes.closeBracket) inClass = false;
    else if (char === codes.slash && !inClass) {
      scanner.at++;
      return;
    }
  }
  scanner.at = Math.min(scanner.at, text.length);
}
