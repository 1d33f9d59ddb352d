/** What is sought for many names among many others, without a comparison of each with each. */

/**
 * How many pairs of names are compared, at most, for all that is sought of one kind in one state of an app: a few tens
 * of milliseconds. An app that people wrote is far below it.
 */
export const mostPairs = 200_000;

/**
 * Which of the names something is sought for: all of them where that compares few enough pairs; else the first ones by
 * the alphabet, so that the same app always gets the same answer. What is not sought is not found.
 */
export function soughtOf(names: readonly string[], candidates: number): (name: string) => boolean {
  const most = candidates === 0 ? names.length : Math.floor(mostPairs / candidates);
  if (names.length <= most) return () => true;
  const first = new Set(most === 0 ? [] : names.toSorted().slice(0, most));
  return (name) => first.has(name);
}
