/** Where the strings of C# end: `"…"`, `@"…"`, `$"…{code}…"`, `"""…"""`. */
import type { Scanner } from './scanner.ts';
import { kind } from './tokens.ts';
import type { Kind } from './tokens.ts';

/** How a string is written, by what is in front of its text. */
export interface StringForm {
  /** How many quotes it has on each side: one, or three and more. */
  readonly quotes: number;
  /** `@`: a backslash is a backslash, and two quotes are one. */
  readonly isVerbatim: boolean;
  /** `$`: how many braces it takes to put something in; 0 where nothing is. */
  readonly braces: number;
  /** Where its text begins. */
  readonly start: number;
}

/** The form of the string that begins here; undefined where none does. */
export function stringForm(text: string, at: number): StringForm | undefined {
  let opening = at;
  let braces = 0;
  while (text.charAt(opening) === '$' || text.charAt(opening) === '@') {
    if (text.charAt(opening) === '$') braces++;
    opening++;
  }
  const isVerbatim = opening - at > braces;
  const row = rowEnd(text, opening, '"') - opening;
  if (row === 0) return undefined;
  const quotes = isVerbatim || row < 3 ? 1 : row;
  return { quotes, isVerbatim, braces, start: opening + quotes };
}

/** A piece of a string: what it is, and whether code begins behind it, after which the string goes on. */
export interface Piece {
  readonly kind: Kind;
  readonly hasHole: boolean;
}

/** Reads from `from`, in the text of a string, to its end or to the next code that is put in. */
export function readPiece(scanner: Scanner, { quotes, isVerbatim, braces }: StringForm, from: number): Piece {
  const { text } = scanner;
  let isPlain = true;
  for (let at = from; at < text.length;) {
    const char = text.charAt(at);
    if (char === '"') {
      const row = rowEnd(text, at, '"') - at;
      if (isVerbatim && row > 1) at += 2;
      else if (row >= quotes) return closed(scanner, at + (quotes > 1 ? row : 1), isPlain);
      else at += row;
    } else if (braces > 0 && (char === '{' || char === '}')) {
      isPlain = false;
      const row = rowEnd(text, at, char) - at;
      // of a regular string two are one that is meant; of a raw one the last ones begin the code
      const opens = char === '{' && (quotes > 1 ? row >= braces : row % 2 === 1);
      at += row;
      if (!opens) continue;
      scanner.at = at;
      return { kind: kind.other, hasHole: true };
    } else if (char === '\\' && !isVerbatim && quotes === 1) at += 2;
    else if ((char === '\n' || char === '\r') && !isVerbatim && quotes === 1)
      return unclosed(scanner, at, isPlain);
    else at++;
  }
  return unclosed(scanner, text.length, isPlain);
}

function closed(scanner: Scanner, end: number, isPlain: boolean): Piece {
  // "…"u8 is bytes
  const isBytes = scanner.text.startsWith('u8', end);
  scanner.at = isBytes ? end + 2 : end;
  return { kind: isPlain && !isBytes ? kind.string : kind.other, hasHole: false };
}

function unclosed(scanner: Scanner, end: number, isPlain: boolean): Piece {
  scanner.at = Math.min(end, scanner.text.length);
  return { kind: isPlain ? kind.unclosed : kind.other, hasHole: false };
}

function rowEnd(text: string, from: number, char: string): number {
  let at = from;
  while (text.charAt(at) === char) at++;
  return at;
}
