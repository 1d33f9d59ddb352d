/**
 * Finds the known runs in bytes: as they are, in hexadecimal, and in base64 wherever its groups begin. Nothing is
 * searched in a form of its own: each form is read back into the 64 bits of a run as the scan goes on, so that the
 * time is linear in the bytes however many secrets there are.
 */
import type { KnownRuns } from './known-runs.ts';

/** Called with where a run begins and ends; ends never go down. */
export type Found = (start: number, end: number) => void;

export function findPlain(bytes: Uint8Array, known: readonly KnownRuns[], found: Found): void {
  let high = 0;
  let low = 0;
  for (let at = 0; at < bytes.length; at++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (bytes[at] ?? 0);
    for (const runs of known) {
      if (at + 1 >= runs.width && runs.has(high & runs.upper, low)) found(at + 1 - runs.width, at + 1);
    }
  }
}

export function findHexadecimal(bytes: Uint8Array, known: readonly KnownRuns[], found: Found): void {
  let high = 0;
  let low = 0;
  let digits = 0;
  for (let at = 0; at < bytes.length; at++) {
    const value = hexadecimal[bytes[at] ?? 0] ?? none;
    if (value === none) {
      digits = 0;
      continue;
    }
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | value;
    digits++;
    for (const runs of known) {
      if (digits >= 2 * runs.width && runs.has(high & runs.upper, low))
        found(at + 1 - 2 * runs.width, at + 1);
    }
  }
}

/** How many bits of the last letter may belong to what comes after the run. */
const rests = [0, 2, 4];

/** Both alphabets of RFC 4648, sections 4 and 5. */
export function findBase64(bytes: Uint8Array, known: readonly KnownRuns[], found: Found): void {
  // the last 72 bits, of which a run and the rest after it take 68
  let top = 0;
  let high = 0;
  let low = 0;
  let letters = 0;
  for (let at = 0; at < bytes.length; at++) {
    const value = base64[bytes[at] ?? 0] ?? none;
    if (value === none) {
      letters = 0;
      continue;
    }
    top = ((top << 6) | (high >>> 26)) & 0xff;
    high = (high << 6) | (low >>> 26);
    low = (low << 6) | value;
    letters++;
    for (const runs of known) {
      for (const rest of rests) {
        const taken = Math.ceil((8 * runs.width + rest) / 6);
        if (letters < taken) continue;
        // a shift by 32 is one by 0
        const runLow = rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
        const runHigh = rest === 0 ? high : (high >>> rest) | (top << (32 - rest));
        if (runs.has(runHigh & runs.upper, runLow)) found(at + 1 - taken, at + 1);
      }
    }
  }
}

const none = -1;
const hexadecimal = values('0123456789abcdef', '0123456789ABCDEF');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64 = values(`${letters}+/`, `${letters}-_`);

/** What each byte stands for in these alphabets; -1 where it is in neither. */
function values(...alphabets: readonly string[]): Int8Array {
  const table = new Int8Array(256).fill(none);
  for (const alphabet of alphabets) {
    for (let value = 0; value < alphabet.length; value++) table[alphabet.charCodeAt(value)] = value;
  }
  return table;
}
