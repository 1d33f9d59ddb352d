/**
 * What comes of bytes when all that may be an escape in them is read, however deep: each as soon as its last byte is
 * there, and then what it makes with what stands before it. `%252541` comes to `A`, and so do `\u0041` and `\\\\x41`,
 * in time linear in the bytes.
 *
 * Which backslashes escape depends on the depth, which nobody knows. So all are left out, `x41` is read as `\x41`, and
 * the end of a line is an `n`, as `\n` is. A secret is recognised by what comes of it in the same way: of a secret and
 * of what escapes it there comes the same, because no escape begins with what may be the middle of another.
 */
import { backslash, blank, number, percent, plus, singles, utf8 } from './escapes.ts';
import type { Escape, Reading } from './escapes.ts';

/** @param blanks whether a `+` is to be read as a blank, as forms write it */
export function unescapedWhole(bytes: Uint8Array, blanks: boolean): Reading {
  const out = new Uint8Array(bytes.length);
  const starts = new Uint32Array(bytes.length);
  const ends = new Uint32Array(bytes.length);
  let size = 0;
  const push = (byte: number, start: number, end: number) => {
    if (byte === backslash) return;
    out[size] = blanks && byte === plus ? blank : (letters[byte] ?? byte);
    starts[size] = start;
    ends[size++] = end;
    const escape = escapeEnding(out, size);
    if (!escape) return;
    size -= escape.length;
    const from = starts[size] ?? start;
    for (const meant of escape.meaning) push(meant, from, end);
  };
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    push(byte, start, at + 1);
    // what stands before a byte to escape it goes with it
    if (byte !== backslash) start = at + 1;
  }
  return { bytes: out.subarray(0, size), places: { starts, ends } };
}

/** Of each byte that a single letter may escape, that letter; of all others, the byte. */
const letters = Uint8Array.from({ length: 256 }, (_, byte) => byte);
for (const [letter, meaning] of singles) letters[meaning] = letter.charCodeAt(0);

const letterU = 0x75;
const letterX = 0x78;
const opening = 0x7b;
const closing = 0x7d;

/** The escape whose last byte is the last of these `size` bytes, with the length that it has without backslashes. */
function escapeEnding(bytes: Uint8Array, size: number): Escape | undefined {
  const first = bytes[size - 3];
  if (first === percent || first === letterX) {
    const value = number(bytes, size - 2, 2);
    if (value !== undefined) return { length: 3, meaning: [value] };
  }
  if (bytes[size - 1] === closing) return braceEscape(bytes, size);
  const second = unit(bytes, size - 5);
  // the first unit of a pair waits for the second
  if (second === undefined || second >> 10 === highSurrogate) return undefined;
  if (second >> 10 !== lowSurrogate) return { length: 5, meaning: utf8(second) };
  const high = unit(bytes, size - 10);
  if (high === undefined || high >> 10 !== highSurrogate) return undefined;
  return { length: 10, meaning: utf8(0x10000 + ((high & 0x3ff) << 10) + (second & 0x3ff)) };
}

/** What the upper six bits of a unit of UTF-16 are where it is half of a character. */
const highSurrogate = 0x36;
const lowSurrogate = 0x37;

function unit(bytes: Uint8Array, at: number): number | undefined {
  return bytes[at] === letterU ? number(bytes, at + 1, 4) : undefined;
}

/** `u{1f642}` */
function braceEscape(bytes: Uint8Array, size: number): Escape | undefined {
  for (let digits = 1; digits <= 6; digits++) {
    const at = size - digits - 3;
    if (bytes[at] !== letterU || bytes[at + 1] !== opening) continue;
    const point = number(bytes, at + 2, digits);
    return point === undefined || point > 0x10ffff ? undefined : { length: digits + 3, meaning: utf8(point) };
  }
  return undefined;
}
