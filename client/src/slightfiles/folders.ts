/** The folders in which what belongs to an app is looked for. Knows nothing of VS Code. */
import { dirname, relative } from 'node:path';

/** A folder and those above it, up to and with `root`. */
export function* foldersUpTo(folder: string, root: string): Generator<string> {
  yield folder;
  const inside = relative(root, folder);
  if (inside === '' || inside.startsWith('..') || dirname(folder) === folder) return;
  yield* foldersUpTo(dirname(folder), root);
}
