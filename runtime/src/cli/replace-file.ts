/** A file gets other contents, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { access, constants, realpath, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import { Mistake } from '../mistake.ts';

/**
 * A kill or a full disk in the middle leaves the file as it was. Who owns it and what it permits stay; a link to it
 * stays one. Not by a library: write-file-atomic takes a disk that takes half of it for one that took all.
 * @throws Mistake where the file is protected against writing; the system's error
 */
export async function replaceFile(file: string, contents: string): Promise<void> {
  await requireWritable(file);
  const target = await realpath(file);
  const { mode, uid, gid } = await stat(target);
  const fill = async (draft: FileHandle) => {
    await draft.writeFile(contents);
    // of another's file that we may write to, only its owner can make it his again
    if (process.platform !== 'win32') await draft.chown(uid, gid).catch(() => undefined);
    await draft.chmod(mode);
    await draft.sync();
  };
  await writeWhole(target, `${target}.${randomUUID()}`, fill, mode);
}

/**
 * That the folder lets the file be replaced says nothing of whether whoever protected it wants that; and of root, the
 * system would not even ask.
 * @throws Mistake where nobody may write to the file; the system's error where this user may not
 */
export async function requireWritable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o222) === 0) {
    throw new Mistake(
      'system',
      `${file} is protected against writing, so nothing was changed. Permit it to be written, and try again.`,
    );
  }
  await access(file, constants.W_OK);
}
