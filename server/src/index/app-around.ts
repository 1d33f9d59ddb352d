/** The app of a file that lies in no folder that is open. */
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isSlightfile } from './kind.ts';

/**
 * The nearest folder, from the file's own upwards, that has a slightfile; undefined where that holds everything.
 * @param open folders with a slightfile that is open, and perhaps not on disk yet
 */
export async function appAround(file: string, open: ReadonlySet<string>): Promise<string | undefined> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const names = await readdir(folder).catch(() => []);
    if (open.has(folder) || names.some(isSlightfile)) return isWide(folder) ? undefined : folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** True for folders that hold everything: nobody means to have them read. */
function isWide(folder: string): boolean {
  return folder === path.dirname(folder) || folder === os.homedir() || folder === os.tmpdir();
}
