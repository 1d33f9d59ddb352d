/** Files that a person named, read whole. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Mistake } from './mistake.ts';
import { atEdge, systemCode } from './system-error.ts';
import type { Edge } from './system-error.ts';

/** How much of a file is read: what is longer is not what the person meant, and a device may have no end. */
export interface Limit {
  /** In MiB. */
  readonly most: number;
  /** What is not that long, with its verb: `no slightfile is`. */
  readonly but: string;
}

/** @throws Mistake where the file cannot be read, or is too long; process.cwd's error, where that folder is gone */
export async function readInput(
  file: string,
  { most, but }: Limit,
  edge: Omit<Edge, 'deed'>,
): Promise<Buffer> {
  const bytes = most * 2 ** 20;
  const tooLong = () =>
    new Mistake(edge.code ?? 'usage', `${file} is longer than ${most} MiB, which ${but}. Name another file.`);
  const reading = atEdge({ ...edge, deed: `${file} cannot be read` }, async () => {
    const found = await stat(file);
    if (found.isFile() && found.size > bytes) throw tooLong();
    if (found.isFile() || found.isDirectory()) return readFile(file);
    // loaded here: most inputs are files
    const { buffer } = await import('node:stream/consumers');
    const contents = await buffer(createReadStream(file, { end: bytes }));
    if (contents.length > bytes) throw tooLong();
    return contents;
  });
  return reading.catch((error: unknown) => {
    // where the folder is gone that it is relative to, that is the trouble: this throws what tells so
    if (error instanceof Mistake && systemCode(error.cause) === 'ENOENT' && !path.isAbsolute(file))
      process.cwd();
    throw error;
  });
}

/** The bytes of a guest's .wasm file. */
export function readModule(file: string): Promise<Buffer> {
  return readInput(
    file,
    { most: 1024, but: 'no engine can run' },
    {
      code: 'no-module',
      sentences: {
        ENOENT: `There is no module at ${file}. Build the guest first, or name its .wasm file.`,
        EISDIR: `${file} is a folder. Name the .wasm file in it.`,
      },
    },
  );
}

/** How long a slightfile may be. */
export const slightfileLimit: Limit = { most: 64, but: 'no slightfile is' };
