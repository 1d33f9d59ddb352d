/** A file gets other contents, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * A kill or a full disk in the middle leaves the file as it was. Who owns it and what it permits stay; a link to it
 * stays one. Not by a library: write-file-atomic takes a disk that takes half of it for one that took all.
 * @throws the system's error
 */
export async function replaceFile(file: string, contents: string): Promise<void> {
  const target = await realpath(file);
  const { mode, uid, gid } = await stat(target);
  const draft = `${target}.${randomUUID()}`;
  try {
    await using handle = await open(draft, 'wx', mode);
    await handle.writeFile(contents);
    // of another's file that we may write to, only its owner can make it his again
    if (process.platform !== 'win32') await handle.chown(uid, gid).catch(() => undefined);
    await handle.chmod(mode);
    await handle.sync();
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
