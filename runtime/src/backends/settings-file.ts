/** Settings that a user's other tools keep, read as such: a pipe or a device in their place may have no end. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { refusalOf } from '../system-error.ts';

/** The most that such a file may have, in bytes. */
const limit = 2 ** 24;

/**
 * Its text; undefined where it is not there.
 * @throws Error in a clause where it cannot be read: `it is not a file`
 */
export async function readSettings(file: string): Promise<string | undefined> {
  try {
    requireFile(file);
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const refused = refusalOf(error);
    throw refused === undefined ? error : new Error(refused, { cause: error });
  }
}

/** @throws the system's error; an Error in a clause where it is not a file, or is larger than settings are */
export function requireFile(file: string): void {
  const found = statSync(file);
  if (!found.isFile()) throw new Error('it is not a file');
  if (found.size > limit) throw new Error(`it is larger than ${limit / 2 ** 20} MiB`);
}
