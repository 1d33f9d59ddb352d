/** Which slightfile of a folder that has several is meant. Knows nothing of VS Code. */

/** What most slightfiles are called. */
export const usualName = 'slightfile.toml';

/**
 * The one that is open in front, else the one that ran last, else the one that has the usual name; undefined where none
 * is any of these, and so the person has to say.
 * @param slightfiles of one folder; they, `front` and `recent` are URIs or paths
 * @param recent those that were run, the last one first
 */
export function meantOf(
  slightfiles: readonly string[],
  front: string | undefined,
  recent: readonly string[],
): string | undefined {
  if (slightfiles.length < 2) return slightfiles[0];
  return (
    [front, ...recent].find((one) => one !== undefined && slightfiles.includes(one)) ??
    slightfiles.find(hasUsualName)
  );
}

/** Orders by folder, and in a folder the one that has the usual name first. */
export function byPlace(a: string, b: string): number {
  return (
    folderOf(a).localeCompare(folderOf(b)) ||
    Number(hasUsualName(b)) - Number(hasUsualName(a)) ||
    a.localeCompare(b)
  );
}

function hasUsualName(path: string): boolean {
  return path.endsWith(`/${usualName}`);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
