/** Events, and answers, without the secrets that their texts hold. */
import type { Masking } from './masking.ts';

/** Fields whose words are slight's own or the WIT's: who reads a trace goes by them, and no guest can write there. */
const words: ReadonlySet<string> = new Set([
  ...['type', 'guest', 'rung', 'state', 'resource', 'by'],
  ...['interface', 'function', 'case'],
]);

/** The same, in which every text is masked but those of slight's own words. */
export function maskedTexts<T>(value: T, masking: Masking): T {
  if (!masking.active) return value;
  const masked = (one: unknown): unknown => {
    if (typeof one === 'string') return masking.mask(one);
    if (Array.isArray(one)) return one.map(masked);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, inner]) => [key, words.has(key) ? inner : masked(inner)]),
    );
  };
  return masked(value) as T;
}
