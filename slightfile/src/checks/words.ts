/** How messages put things. */
import { distance } from 'fastest-levenshtein';

/** A text in quotes, cut where it is long; for what a message may show, so never for a config's value. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[], conjunction = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${quote(suggestion)}?`;
}

/**
 * What somebody who wrote `word` most likely meant: the only one that begins with it; one that differs in case or in
 * the order of its letters; else the nearest by edits, as long as no more than a third of the word is wrong.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const written = word.toLowerCase();
  if (written.length === 0 || written.length > 64) return undefined;
  const beginning = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(written));
  if (written.length >= 3 && beginning.length === 1) return beginning[0];
  let best: string | undefined;
  let least = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const wanted = candidate.toLowerCase();
    if (wanted === written) return candidate;
    const edits = editsBetween(written, wanted, least);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function editsBetween(written: string, wanted: string, limit: number): number {
  if (Math.abs(wanted.length - written.length) >= limit) return Infinity;
  return sameLetters(written, wanted) ? 1 : distance(written, wanted);
}

function sameLetters(one: string, other: string): boolean {
  return one.length === other.length && sorted(one) === sorted(other);
}

function sorted(word: string): string {
  return word.split('').sort().join('');
}
