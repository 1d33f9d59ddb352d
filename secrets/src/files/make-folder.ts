/** A folder and those above it, made where they are not there. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * One at a time, because Node's own way never ends where the system refuses a folder as if the one above it were
 * missing, as /proc does, and says the same of a disk that can only be read.
 * @returns the first one that was made; undefined where all were there
 * @throws the system's error
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<string | undefined> {
  if (await isMade(folder, mode)) return folder;
  if (await isFolder(folder)) return undefined;
  const above = path.dirname(folder);
  const first = above === folder ? undefined : await makeFolder(above, mode);
  if (await isMade(folder, mode)) return first ?? folder;
  if (await isFolder(folder)) return first;
  // still as if the one above were missing, which it is not
  await mkdir(folder, { mode });
  return first ?? folder;
}

/** False where something is there already, or the folder above is missing. */
async function isMade(folder: string, mode: number): Promise<boolean> {
  try {
    await mkdir(folder, { mode });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || (await isFolder(folder))) return false;
    throw error;
  }
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
