/** Making a file where nothing is: a link in its place is not followed, and no file of another is taken for it. */
import { constants, openSync } from 'node:fs';
import { fileErrorCode } from './errors.ts';

// Windows has no O_NOFOLLOW
const { O_CREAT = 0, O_EXCL = 0, O_NOFOLLOW = 0 } = constants as Partial<typeof constants>;

/** @returns nothing where something is there by now */
export function createFile(hostPath: string, access: number): number | undefined {
  try {
    return openSync(hostPath, access | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
  } catch (error) {
    if (fileErrorCode(error) === 'exist') return undefined;
    throw error;
  }
}
