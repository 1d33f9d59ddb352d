/**
 * The secrets that one command has come to know, and how they are kept out of what slight writes: whoever opens a
 * secret adds it, and whoever writes masks. docs/secrets.md says what is found.
 */
import { hasEscapes, readings } from './escapes.ts';
import type { Reading } from './escapes.ts';
import { findBase64, findHexadecimal, findPlain } from './find.ts';
import type { Found } from './find.ts';
import { createRuns, longest } from './known-runs.ts';
import type { GrowingRuns } from './known-runs.ts';
import { createShortValues } from './short-values.ts';
import { characterStart, joined, replaced } from './spans.ts';
import type { Span } from './spans.ts';
import { unescapedWhole } from './unescape.ts';

export interface Masking {
  /** False until there is a secret: then nothing needs to be looked at. */
  readonly active: boolean;
  /** From now on this value is not written. The empty value is no secret. */
  add(secret: string | Uint8Array): void;
  /** The same text where there is no secret in it. */
  readonly mask: (text: string) => string;
  /** The same for bytes, which need not be text. */
  maskBytes(bytes: Uint8Array): Uint8Array;
  /**
   * Where secrets are, in order and apart from each other.
   * @param isBegun true where the bytes go on with a line whose beginning is not there
   */
  find(bytes: Uint8Array, isBegun?: boolean): readonly Span[];
  /** How many of these bytes are masked alike whatever comes after them. */
  settled(bytes: Uint8Array): number;
}

/** Below this, in bytes, a secret is masked only where it stands alone. */
const shortest = 6;

/** In bytes; no form that is escaped twice at most is longer: as hexadecimal, each digit escaped as JSON does it, and that as URLs do. */
export const longestForm = 2 * longest * '%5C%75%30%30%36%31'.length;

export function createMasking(): Masking {
  const known: GrowingRuns[] = [];
  /** The runs of what comes of secrets when all that looks like an escape in them is read. */
  const unescaped: GrowingRuns[] = [];
  const short = createShortValues();
  const values = new Set<string>();
  /** Secrets that go over the end of a line. */
  const multiline: string[] = [];
  let hasBlanks = false;

  const learn = (secret: Buffer) => {
    const value = secret.toString('latin1');
    if (value === '' || values.has(value)) return;
    values.add(value);
    hasBlanks ||= value.includes(' ');
    if (value.includes('\n')) multiline.push(value);
    if (secret.length < shortest) {
      short.add(secret);
      return;
    }
    addRuns(secret, known);
    for (const blanks of [false, true]) {
      const { bytes } = unescapedWhole(secret, blanks);
      if (bytes.length >= shortest) addRuns(bytes, unescaped);
    }
  };

  const find = (bytes: Uint8Array, isBegun = false): readonly Span[] => {
    if (values.size === 0 || bytes.length === 0) return [];
    const spans: Span[] = [];
    for (const reading of readings(bytes, hasBlanks)) {
      const found = asWritten(reading, spans);
      for (const runs of known) {
        findPlain(reading.bytes, runs, found);
        findHexadecimal(reading.bytes, runs, found);
        findBase64(reading.bytes, runs, found);
      }
      if (!short.isEmpty) short.find(reading.bytes, isBegun, found);
    }
    for (const blanks of hasBlanks ? [false, true] : [false]) {
      if (!hasEscapes(bytes, blanks)) continue;
      const reading = unescapedWhole(bytes, blanks);
      if (!short.isEmpty) short.find(reading.bytes, isBegun, asWritten(reading, spans));
      for (const runs of unescaped) findPlain(reading.bytes, runs, asWritten(reading, spans));
    }
    return spans.length === 0 ? spans : joined(spans, bytes);
  };

  return {
    get active() {
      return values.size > 0;
    },

    add(secret) {
      const bytes = Buffer.from(secret as string);
      learn(bytes);
      // of what was read from a file, a guest leaves out the end of the line
      learn(Buffer.from(bytes.toString('latin1').replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''), 'latin1'));
    },

    mask(text) {
      if (values.size === 0) return text;
      const bytes = Buffer.from(text);
      const spans = find(bytes);
      return spans.length === 0 ? text : replaced(bytes, spans).toString();
    },

    maskBytes(bytes) {
      const spans = find(bytes);
      return spans.length === 0 ? bytes : replaced(bytes, spans);
    },

    find,

    settled(bytes) {
      if (values.size === 0) return bytes.length;
      const lineEnd = bytes.lastIndexOf(newline) + 1;
      if (lineEnd === bytes.length) return lineEnd - overTheEnd(bytes, multiline);
      const earliest = characterStart(bytes, Math.max(0, bytes.length - longestForm));
      return multiline.length > 0 ? earliest : Math.max(lineEnd, earliest);
    },
  };
}

const newline = 0x0a;

/** @param all of each width one, made when it is needed */
function addRuns(secret: Uint8Array, all: GrowingRuns[]): void {
  const width = Math.min(secret.length, longest);
  let runs = all.find((one) => one.width === width);
  if (!runs) all.push((runs = createRuns(width)));
  let high = 0;
  let low = 0;
  for (let at = 0; at < secret.length; at++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (secret[at] ?? 0);
    if (at + 1 >= runs.width) runs.add(high & runs.upper, low);
  }
}

/** Takes what is found in a reading as what is written there. */
function asWritten({ places }: Reading, spans: Span[]): Found {
  return (from, to) => {
    const start = places?.starts[from] ?? from;
    const end = places?.ends[to - 1] ?? to;
    const last = spans.at(-1);
    // a long run is found again and again, a byte further each time
    if (last && last[0] <= start && start <= last[1])
      spans[spans.length - 1] = [last[0], Math.max(last[1], end)];
    else spans.push([start, end]);
  };
}

/** How many of the last bytes may be in a run of one of these secrets that goes on after them. */
function overTheEnd(bytes: Uint8Array, secrets: readonly string[]): number {
  if (secrets.length === 0) return 0;
  const end = Buffer.from(bytes.subarray(-(longest - 1))).toString('latin1');
  for (let length = end.length; length > 0; length--) {
    if (secrets.some((secret) => secret.includes(end.slice(-length)))) return length;
  }
  return 0;
}
