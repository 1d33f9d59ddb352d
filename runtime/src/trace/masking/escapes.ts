/** Texts that are escaped, read back: `%70` of URLs, `\u0070` of JSON, and what was escaped twice. */

/** Bytes as they are meant, with where in the written bytes each of them stands. */
export interface Reading {
  readonly bytes: Uint8Array;
  /** Absent: each byte stands for itself. */
  readonly places?: { readonly starts: Uint32Array; readonly ends: Uint32Array };
}

/** Escapes inside escapes are read as deep as this byte by byte; deeper ones by unescape.ts. */
const depth = 2;

/**
 * The bytes, and what they mean where they hold escapes.
 * @param blanks whether a `+` is to be read as a blank, as forms write it
 */
export function readings(bytes: Uint8Array, blanks: boolean): readonly Reading[] {
  const all: Reading[] = [{ bytes }];
  let last: readonly Reading[] = all;
  for (let turn = 0; turn < depth; turn++) {
    last = last.flatMap((reading) => unescaped(reading, blanks));
    all.push(...last);
  }
  return all;
}

/** Whether there is anything that may be an escape. */
export function hasEscapes(bytes: Uint8Array, blanks: boolean): boolean {
  return bytes.includes(percent) || bytes.includes(backslash) || (blanks && bytes.includes(plus));
}

function unescaped(reading: Reading, blanks: boolean): readonly Reading[] {
  const { bytes } = reading;
  const hasPercent = bytes.includes(percent);
  const all = [
    ...(hasPercent ? [read(reading, percentEscape)] : []),
    ...(blanks && bytes.includes(plus) ? [read(reading, formEscape)] : []),
    ...(bytes.includes(backslash) ? [read(reading, backslashEscape)] : []),
  ];
  return all.filter((one) => one !== undefined);
}

export const percent = 0x25;
export const plus = 0x2b;
export const backslash = 0x5c;
export const blank = 0x20;

/** How many bytes an escape takes, and what it means. */
export interface Escape {
  readonly length: number;
  readonly meaning: readonly number[];
}

type EscapeAt = (bytes: Uint8Array, at: number) => Escape | undefined;

/** @returns undefined where nothing is escaped */
function read({ bytes, places }: Reading, escapeAt: EscapeAt): Reading | undefined {
  const out = new Uint8Array(bytes.length);
  const starts = new Uint32Array(bytes.length);
  const ends = new Uint32Array(bytes.length);
  let size = 0;
  let escapes = 0;
  const put = (byte: number, at: number, length: number) => {
    out[size] = byte;
    starts[size] = places?.starts[at] ?? at;
    ends[size] = places?.ends[at + length - 1] ?? at + length;
    size++;
  };
  for (let at = 0; at < bytes.length;) {
    const escape = escapeAt(bytes, at);
    if (escape) escapes++;
    else put(bytes[at] ?? 0, at, 1);
    for (const byte of escape?.meaning ?? []) put(byte, at, escape?.length ?? 1);
    at += escape?.length ?? 1;
  }
  return escapes === 0 ? undefined : { bytes: out.subarray(0, size), places: { starts, ends } };
}

function percentEscape(bytes: Uint8Array, at: number): Escape | undefined {
  const value = bytes[at] === percent ? number(bytes, at + 1, 2) : undefined;
  return value === undefined ? undefined : { length: 3, meaning: [value] };
}

/** As a form is sent: with a `+` for a blank. */
function formEscape(bytes: Uint8Array, at: number): Escape | undefined {
  return bytes[at] === plus ? { length: 1, meaning: [blank] } : percentEscape(bytes, at);
}

/** As JSON has them, and with `\x70`, `\u{70}` and `\'` as JavaScript, C and Rust write them. */
function backslashEscape(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at] !== backslash) return undefined;
  const letter = String.fromCharCode(bytes[at + 1] ?? 0);
  const single = singles.get(letter);
  if (single !== undefined) return { length: 2, meaning: [single] };
  if (letter === 'x') {
    const value = number(bytes, at + 2, 2);
    return value === undefined ? undefined : { length: 4, meaning: [value] };
  }
  return letter === 'u' ? unicodeEscape(bytes, at) : undefined;
}

/** What single letters behind a backslash mean. */
export const singles = new Map(
  Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' }).map(
    ([letter, meaning]) => [letter, meaning.charCodeAt(0)],
  ),
);
for (const self of ['"', "'", '`', '\\', '/']) singles.set(self, self.charCodeAt(0));

const brace = 0x7b;

function unicodeEscape(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at + 2] === brace) {
    const close = bytes.subarray(at + 3, at + 10).indexOf(0x7d);
    const point = close > 0 ? number(bytes, at + 3, close) : undefined;
    if (point === undefined || point > 0x10ffff) return undefined;
    return { length: close + 4, meaning: utf8(point) };
  }
  const unit = number(bytes, at + 2, 4);
  if (unit === undefined) return undefined;
  const isFollowed = bytes[at + 6] === backslash && bytes[at + 7] === 0x75;
  const second = isFollowed ? number(bytes, at + 8, 4) : undefined;
  const isPair = unit >> 10 === 0x36 && second !== undefined && second >> 10 === 0x37;
  if (!isPair) return { length: 6, meaning: utf8(unit) };
  return { length: 12, meaning: utf8(0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff)) };
}

export function utf8(point: number): readonly number[] {
  return point < 0x80 ? [point] : [...Buffer.from(String.fromCodePoint(point))];
}

/** So many hexadecimal digits, as a number. */
export function number(bytes: Uint8Array, at: number, digits: number): number | undefined {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const digit = parseInt(String.fromCharCode(bytes[index] ?? 0), 16);
    if (Number.isNaN(digit)) return undefined;
    value = value * 16 + digit;
  }
  return value;
}
