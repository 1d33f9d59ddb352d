/** Which of the two ways holds a folder that a user gave. */
import { realpathSync } from 'node:fs';
import { FileError } from './errors.ts';
import type { Folder, Sandbox } from './folder.ts';
import { canHold, HeldFolder } from './held-folder.ts';
import { isKernels } from './kernel.ts';
import { KnownFolder } from './known-folder.ts';

/**
 * Holds a folder of the host, by a path that the user gave: it may lead through links.
 * @throws FileError `not-permitted` for one of the kernel's own
 */
export function holdFolder(hostPath: string, sandbox: Sandbox = 'best'): Folder {
  const path = realpathSync(hostPath);
  const folder = sandbox === 'best' && canHold() ? HeldFolder.open(path) : KnownFolder.open(path);
  try {
    if (isKernels(folder.at())) throw new FileError('not-permitted');
    return folder;
  } catch (error) {
    folder.close();
    throw error;
  }
}
