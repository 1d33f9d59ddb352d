/** A folder and those above it, made where they are not there. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * @returns the first one that was made; undefined where all were there
 * @throws the system's error
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<string | undefined> {
  try {
    return await mkdir(folder, { recursive: true, mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') await refusal(folder, mode);
    throw error;
  }
}

/** Of a disk that can only be read, Node says that there is no such folder; to make just one tells the truth. */
async function refusal(folder: string, mode: number): Promise<void> {
  const above = path.dirname(folder);
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
    await refusal(above, mode);
  }
}
