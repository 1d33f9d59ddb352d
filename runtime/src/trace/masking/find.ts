/**
 * Finds the known runs in bytes: as they are, in hexadecimal, and in base64 wherever its groups begin. Nothing is
 * searched in a form of its own: each form is read back into the 64 bits of a run as the scan goes on, so that the
 * time is linear in the bytes however many secrets there are.
 */
import { slot } from './known-runs.ts';
import type { KnownRuns } from './known-runs.ts';

/** Called with where a run begins and ends; ends never go down. */
export type Found = (start: number, end: number) => void;

export function findPlain(bytes: Uint8Array, { width, upper, filter, has }: KnownRuns, found: Found): void {
  let high = 0;
  let low = 0;
  for (let at = 0; at < bytes.length; at++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (bytes[at] ?? 0);
    if (filter[slot(high & upper, low)] === 0 || at + 1 < width || !has(high & upper, low)) continue;
    found(at + 1 - width, at + 1);
  }
}

export function findHexadecimal(
  bytes: Uint8Array,
  { width, upper, filter, has }: KnownRuns,
  found: Found,
): void {
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
    if (++digits < 2 * width || filter[slot(high & upper, low)] === 0 || !has(high & upper, low)) continue;
    found(at + 1 - 2 * width, at + 1);
  }
}

/** Both alphabets of RFC 4648, sections 4 and 5. */
export function findBase64(bytes: Uint8Array, runs: KnownRuns, found: Found): void {
  const { width, upper, filter, has } = runs;
  // of the last letter, 0, 2 or 4 bits may belong to what comes after the run
  const taken0 = Math.ceil((8 * width) / 6);
  const taken2 = Math.ceil((8 * width + 2) / 6);
  const taken4 = Math.ceil((8 * width + 4) / 6);
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
    if (++letters < taken0) continue;
    const high0 = high & upper;
    if (filter[slot(high0, low)] !== 0 && has(high0, low)) found(at + 1 - taken0, at + 1);
    const high2 = ((high >>> 2) | (top << 30)) & upper;
    const low2 = (low >>> 2) | (high << 30);
    if (filter[slot(high2, low2)] !== 0 && letters >= taken2 && has(high2, low2))
      found(at + 1 - taken2, at + 1);
    const high4 = ((high >>> 4) | (top << 28)) & upper;
    const low4 = (low >>> 4) | (high << 28);
    if (filter[slot(high4, low4)] !== 0 && letters >= taken4 && has(high4, low4))
      found(at + 1 - taken4, at + 1);
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
