/** A file gets other contents, whole or not at all: for whoever reads it meanwhile, after a kill, on a full disk. */
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/**
 * @param draft a file beside it that nobody else writes; it takes the place of the other once it is filled, and is gone
 *   where that fails
 * @param mode what the file permits, where the draft is new
 * @throws the system's error, or what `fill` throws
 */
export async function writeWhole(
  file: string,
  draft: string,
  fill: (draft: FileHandle) => Promise<unknown>,
  mode = 0o666,
): Promise<void> {
  try {
    {
      await using handle = await open(draft, 'w', mode);
      await fill(handle);
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
