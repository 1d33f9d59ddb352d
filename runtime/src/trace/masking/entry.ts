/** An event without the secrets that its texts hold. */
import type { TraceEntry } from '../trace.ts';
import type { Masking } from './masking.ts';

/** Fields whose words are slight's own or the WIT's: who reads a trace goes by them, and no guest can write there. */
const words: ReadonlySet<string> = new Set([
  ...['type', 'guest', 'rung', 'state', 'resource'],
  ...['interface', 'function', 'case'],
]);

export function maskedEntry(entry: TraceEntry, masking: Masking): TraceEntry {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return masking.mask(value);
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(one)]));
  };
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, words.has(key) ? value : masked(value)]),
  ) as TraceEntry;
}
