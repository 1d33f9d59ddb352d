/** Keywords that are misspelt, or of another language. */
import { isSure, suggest } from '@slight/text/words.ts';
import type { Cursor } from './cursor.ts';

const ofOthers: ReadonlyMap<string, string> = new Map([
  ['struct', 'record'],
  ['class', 'resource'],
  ['trait', 'interface'],
]);

/**
 * The keyword at hand. Where none of `words` is, and a name follows as it does after a keyword, the one that was most
 * likely meant: that is reported, and to be read as that keyword.
 */
export function keywordAt(cursor: Cursor, words: readonly string[]): string {
  const word = cursor.source(cursor.peek());
  if (words.includes(word) || cursor.syntax === 'legacy') return word;
  // `types func()` is a function whose colon is missing
  if (!cursor.at('id', 1) || cursor.atWord('func', 1) || cursor.atWord('async', 1)) return word;
  const other = ofOthers.get(word);
  const known = other !== undefined && words.includes(other) ? other : undefined;
  const meant = known ?? suggest(word, words);
  if (meant === undefined) return word;
  const message = `WIT has no \`${word}\`. Did you mean \`${meant}\`?`;
  cursor.fault(cursor.here(), message, meant, known !== undefined || isSure(word, meant));
  return meant;
}
