/**
 * Secrets of fewer than six bytes: `1`, `true`, `4711`. Anywhere in a text they would blank out what has nothing to do
 * with them, so they count only where they stand alone: as a whole text, a whole line, or between quotes.
 */
import type { Found } from './find.ts';

export interface ShortValues {
  readonly isEmpty: boolean;
  add(value: Uint8Array): void;
  /** @param isBegun true where the bytes go on with a line that is not all there */
  find(bytes: Uint8Array, isBegun: boolean, found: Found): void;
}

export function createShortValues(): ShortValues {
  const forms = new Set<string>();
  /** Those that hold what others stand between. */
  const quoting = new Set<string>();
  return {
    get isEmpty() {
      return forms.size + quoting.size === 0;
    },

    add(value) {
      for (const form of formsOf(Buffer.from(value))) {
        // one that is nothing else would be between them everywhere
        const isQuoting = separator.test(form) && /[^"'`\\\s]/.test(form);
        (isQuoting ? quoting : forms).add(form);
      }
    },

    find(bytes, isBegun, found) {
      // one character a byte
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      if (!isBegun && forms.has(text)) {
        found(0, text.length);
        return;
      }
      const isEnd = (at: number) =>
        at < 0 ? !isBegun : at === text.length || separator.test(text.charAt(at));
      for (const form of quoting) {
        for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
          if (isEnd(at - 1) && isEnd(at + form.length)) found(at, at + form.length);
        }
      }
      for (const ends of [/\r\n|\n|\r/g, new RegExp(separator, 'g')]) {
        let start = 0;
        for (const { index, 0: end } of [...text.matchAll(ends), { index: text.length, 0: '' }]) {
          if (!(isBegun && start === 0) && forms.has(text.slice(start, index))) found(start, index);
          start = index + end.length;
        }
      }
    },
  };
}

/** What a value may stand between. */
const separator = /["'`\\\n\r]/;

function formsOf(value: Buffer): readonly string[] {
  const base64 = value.toString('base64');
  const base64url = value.toString('base64url');
  const hexadecimal = value.toString('hex');
  return [
    value.toString('latin1'),
    ...[base64, base64.replace(/=+$/, ''), base64url, base64url.padEnd(base64.length, '=')],
    ...[hexadecimal, hexadecimal.toUpperCase()],
  ];
}
