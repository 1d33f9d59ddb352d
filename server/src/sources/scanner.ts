/** A place in a source's text, and what its characters are. */
import type { GuestLanguage } from './reading.ts';

/** A place in the text; what is read moves it on. */
export interface Scanner {
  readonly text: string;
  readonly language: GuestLanguage;
  at: number;
}

export function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** Letters, digits, `_`, `$`; of other alphabets all that is no space. */
export function isWordPart(char: number): boolean {
  return (
    (char >= 0x61 && char <= 0x7a) ||
    (char >= 0x41 && char <= 0x5a) ||
    isDigit(char) ||
    char === 0x5f ||
    char === 0x24 ||
    (char >= 0x80 && !isWideSpace(char))
  );
}

function isWideSpace(char: number): boolean {
  return char === 0xa0 || char === 0xfeff || (char >= 0x2000 && char <= 0x2029) || char === 0x3000;
}
