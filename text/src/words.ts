/** How messages put things. */
import { distance } from 'fastest-levenshtein';

/** A text in quotes, cut where it is long; for what a message may show, so never for a config's value. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** The same in backquotes, for what is part of a language. */
export function code(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[], conjunction = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(suggestion: string | undefined, mark = quote): string {
  return suggestion === undefined ? '' : ` Did you mean ${mark(suggestion)}?`;
}

/**
 * What somebody who wrote `word` most likely meant: the one that differs in case alone; the only one that begins with
 * it; else the nearest by edits, as long as no more than a third of it is wrong. Of names with dots, what stands
 * between the dots is compared: `keyvalue.nope` is not like `keyvalue.dapr`. Names that differ in digits alone
 * (`orders1`, `orders2`) are two names and no typo, and the word itself is no suggestion. One pass over the candidates.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const written = word.toLowerCase();
  if (written.length === 0 || written.length > 64) return undefined;
  let begun: string | undefined;
  let beginnings = 0;
  let best: string | undefined;
  let least = allowed(written) + 1;
  for (const candidate of candidates) {
    const wanted = candidate.toLowerCase();
    if (wanted === written) {
      if (candidate === word) continue;
      return candidate;
    }
    const begins = written.length >= 3 && wanted.startsWith(written);
    if (!begins && Math.abs(wanted.length - written.length) >= least) continue;
    if (withoutDigits(wanted) === withoutDigits(written)) continue;
    if (begins) [begun, beginnings] = [candidate, beginnings + 1];
    const edits = editsBetween(written, wanted, least);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return beginnings === 1 ? begun : best;
}

/**
 * Whether a suggestion is almost surely right, so that it may be put in the place of the word unasked: where they
 * differ in case alone, in two neighbouring letters that changed places, or in one letter of a word of at least four.
 */
export function isSure(word: string, suggestion: string): boolean {
  const [written, wanted] = [word.toLowerCase(), suggestion.toLowerCase()];
  if (written === wanted) return true;
  const [one, other] = difference(written, wanted);
  return isSwap(one, other) || (one.length >= 4 && distance(one, other) === 1);
}

/** The two parts that differ, where the names have as many dots and differ between two of them; else all of both. */
function difference(written: string, wanted: string): readonly [string, string] {
  const parts = written.split('.');
  const others = wanted.split('.');
  const different = parts.flatMap((part, at) => (part === others[at] ? [] : [at]));
  const [at = 0] = different;
  if (parts.length !== others.length || different.length !== 1) return [written, wanted];
  return [parts[at] ?? '', others[at] ?? ''];
}

/** How many letters of a word may be wrong. */
function allowed(word: string): number {
  return word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3));
}

/** Of two words that differ; Infinity where they are too unlike. */
function editsBetween(written: string, wanted: string, limit: number): number {
  if (written.includes('.')) {
    const parts = written.split('.');
    const others = wanted.split('.');
    if (parts.length === others.length) {
      let edits = 0;
      for (const [at, part] of parts.entries()) edits += partEdits(part, others[at] ?? '', allowed(part));
      return edits;
    }
  }
  return partEdits(written, wanted, limit);
}

function partEdits(written: string, wanted: string, most: number): number {
  if (written === wanted) return 0;
  if (isSwap(written, wanted)) return 1;
  if (Math.abs(written.length - wanted.length) > most) return Infinity;
  const edits = distance(written, wanted);
  return edits > most ? Infinity : edits;
}

/** Whether two neighbouring letters have changed places, and all others are the same. */
function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return (
    at + 1 < one.length &&
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}

function withoutDigits(word: string): string {
  return word.replace(/\d/g, '');
}
