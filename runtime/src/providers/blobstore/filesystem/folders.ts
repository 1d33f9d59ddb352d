/** The folders of a container: the objects, and what is being written and is no object yet. */
import { mkdir, open, opendir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { elsewhere } from '../../../data-folder.ts';
import type { BlobStoreErrorCase } from '../../../ports/blobstore.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { systemCode, tell } from '../../../system-error.ts';

export interface Folders {
  readonly objects: string;
  readonly incoming: string;
}

/** What nobody has written to for so long, in milliseconds, was left by a writer that was killed: a day. */
const abandoned = 86_400_000;

export function foldersIn(folder: string): Folders {
  return { objects: path.join(folder, 'objects'), incoming: path.join(folder, 'incoming') };
}

/** Makes both, and has their entries on the disk where that is asked for. */
export async function makeFolders({ objects, incoming }: Folders, durable: boolean): Promise<void> {
  for (const folder of [objects, incoming]) {
    const first = await makeFolder(folder, 0o700);
    if (durable && first !== undefined) await syncUp(folder, first);
  }
}

/** Makes the folder that a file is to lie in, below `objects`, which is there. */
export async function makeParent(file: string, { objects }: Folders, durable: boolean): Promise<void> {
  const folder = path.dirname(file);
  if (folder === objects) return;
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (durable && first !== undefined) await syncUp(folder, first);
}

/** Removes what killed writers have left. */
export async function sweep({ incoming }: Folders, now: number): Promise<void> {
  for await (const { name } of await opendir(incoming)) {
    const file = path.join(incoming, name);
    // another run may sweep at the same time
    const left = await stat(file).catch(() => undefined);
    if (left && now - left.mtimeMs > abandoned) await rm(file, { force: true });
  }
}

/** What a folder's entries say has reached the disk when this settles. Windows has no such thing, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/** A new folder outlives a power cut only when its parent's entry for it has: from `folder` up to above `first`. */
async function syncUp(folder: string, first: string): Promise<void> {
  for (let below = folder; ; below = path.dirname(below)) {
    await syncFolder(path.dirname(below));
    if (below === first) return;
  }
}

/** What the system refused, as the capability's error; any other error is a bug and stays itself. */
export function failure(error: unknown, deed: string): unknown {
  const message = tell(error, { deed, elsewhere });
  if (message === undefined) return error;
  const errorCase: BlobStoreErrorCase = systemCode(error) === 'ENAMETOOLONG' ? 'invalid-name' : 'io-error';
  return new CapabilityError(errorCase, message, { cause: error });
}
