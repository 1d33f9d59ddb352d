import { readFile } from 'node:fs/promises';
import { Mistake } from './mistake.ts';
import type { MistakeCode } from './mistake.ts';

/**
 * Reads a file that a person named.
 * @param sentence what to tell the person; it is given the system's word for the failure, `ENOENT`
 * @throws Mistake of that code, where the file cannot be read
 */
export async function readInput(
  file: string,
  code: MistakeCode,
  sentence: (reason: string) => string,
): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Mistake(code, sentence(reason), { cause: error });
  }
}
