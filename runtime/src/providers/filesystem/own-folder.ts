/** The folder of a name whose data is in one. */
import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { elsewhere } from '../../data-folder.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { tell } from '../../system-error.ts';
import type { OpenContext } from '../provider.ts';

/**
 * Makes it where it is not there; `durable`: it outlives a power cut.
 * @throws CapabilityError of that case, where the system refuses it
 */
export async function makeOwnFolder(
  { folder, durable }: Pick<OpenContext, 'folder' | 'durable'>,
  errorCase: string,
): Promise<void> {
  try {
    const first = await makeFolder(folder, 0o700);
    if (durable && first !== undefined && process.platform !== 'win32') await syncFolders(folder, first);
  } catch (error) {
    const edge = { deed: `The data folder ${folder} cannot be made`, elsewhere };
    const message = tell(error, edge);
    if (message === undefined) throw error;
    throw new CapabilityError(errorCase, message, { cause: error });
  }
}

/** A new folder outlives a power cut only when its parent's entry for it has reached the disk: from `folder` up to above `first`. */
async function syncFolders(folder: string, first: string): Promise<void> {
  for (let below = folder; ; below = path.dirname(below)) {
    await using parent = await openFile(path.dirname(below), 'r');
    await parent.sync();
    if (below === first) return;
  }
}
