/** Bytes become text: what a slightfile, or a WIT file, is before it can be read. Both are UTF-8 and nothing else. */
import type { TextProblem } from './problem.ts';

export interface Decoded {
  /** With U+FFFD in the place of what is no UTF-8. A byte order mark stays in it. */
  readonly text: string;
  /** The first place where the bytes are no UTF-8. What else is wrong with such a text nobody knows. */
  readonly problem?: TextProblem<'not-utf8'>;
}

// TextDecoder takes a byte order mark away, and an edit of the file would then lose it
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Never throws, whatever the bytes; takes time in proportion to their length. */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    const text = new TextDecoder(utf16).decode(bytes);
    return {
      text,
      problem: wrongEncoding(0, 'This file is UTF-16, and a slightfile is UTF-8. Save it as UTF-8.'),
    };
  }
  try {
    return { text: strict.decode(bytes) };
  } catch {
    const text = lenient.decode(bytes);
    const at = firstReplaced(bytes, text);
    const byte = (bytes[at.byte] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    return {
      text,
      problem: wrongEncoding(
        at.offset,
        `The byte 0x${byte} here is not valid UTF-8, so nobody knows which character it stands for. Save the file as UTF-8.`,
      ),
    };
  }
}

function wrongEncoding(offset: number, message: string): TextProblem<'not-utf8'> {
  const span = { start: offset, end: offset + 1 };
  return { code: 'not-utf8', severity: 'error', span, message, fixes: [] };
}

const replacement = '\ufffd';

/** Where the decoder put the first U+FFFD that the bytes themselves do not hold: in the text, and in the bytes. */
function firstReplaced(bytes: Uint8Array, text: string): { readonly offset: number; readonly byte: number } {
  const encoder = new TextEncoder();
  let [offset, byte] = [0, 0];
  for (;;) {
    const next = text.indexOf(replacement, offset);
    if (next < 0) return { offset: text.length, byte: bytes.length };
    byte += encoder.encode(text.slice(offset, next)).length;
    const isItself = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!isItself) return { offset: next, byte };
    [offset, byte] = [next + 1, byte + 3];
  }
}

/** How much of a file is looked at to tell UTF-16 without a byte order mark. */
const looked = 1024;

/** By the byte order mark, else by every second byte being zero, as Latin letters have it; UTF-8 text has no zeros. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(bytes.length, looked) >> 1;
  let [even, odd] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) even++;
    if (bytes[2 * pair + 1] === 0) odd++;
  }
  // not half of them, since a text may be in another alphabet than its keys
  const enough = Math.max(1, pairs / 4);
  if (odd > enough && even < odd / 4) return 'utf-16le';
  if (even > enough && odd < even / 4) return 'utf-16be';
  return undefined;
}
