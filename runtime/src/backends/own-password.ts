/** The password of a server that no slightfile names: one of its own, in a file that only its user reads, as long as its data. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import { systemCode } from '../system-error.ts';
import type { ServerFolder } from './server-folder.ts';

export interface OwnPassword {
  readonly password: string;
  /** It was made just now, so that no data is known by it. */
  readonly isNew: boolean;
  /**
   * Writes it down; called by who holds the folder's lock.
   * @throws the system's error where it cannot be written
   */
  keep(): Promise<void>;
}

export function passwordFile({ path: folder }: Pick<ServerFolder, 'path'>): string {
  return path.join(folder, 'password');
}

/**
 * Reads it, or makes one that is yet to be kept.
 * @throws the system's error where it cannot be read
 */
export async function ownPassword(folder: Pick<ServerFolder, 'path'>): Promise<OwnPassword> {
  const file = passwordFile(folder);
  const known = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
    return '';
  });
  const password = known || randomBytes(24).toString('hex');
  // it must outlive a power cut as the data does
  const fill = (draft: FileHandle) => draft.writeFile(password).then(() => draft.sync());
  return { password, isNew: known === '', keep: () => writeWhole(file, `${file}.new`, fill, 0o600) };
}
