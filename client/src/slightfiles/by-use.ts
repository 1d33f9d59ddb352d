/** The order in which slightfiles are offered. Knows nothing of VS Code. */
import { byPlace } from './meant.ts';

/**
 * The one that is meant by what is open in front, then those that were run before, the last one first, then the others
 * by their paths, of each folder the one with the usual name first.
 */
export function byUse(
  slightfiles: readonly string[],
  front: string | undefined,
  recent: readonly string[],
): readonly string[] {
  const rank = (uri: string): number => {
    if (uri === front) return -1;
    const at = recent.indexOf(uri);
    return at === -1 ? recent.length : at;
  };
  return slightfiles.toSorted((a, b) => rank(a) - rank(b) || byPlace(a, b));
}
