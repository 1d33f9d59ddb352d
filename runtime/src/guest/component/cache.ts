/**
 * Components that were made of core modules, on disk: making one takes as long as several runs. A file each, named by the
 * hash of the module and of what made it; it appears whole or not at all, and one that is not what was written is made anew.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import { Mistake } from '../../mistake.ts';
import { refusalOf } from '../../system-error.ts';

/** Changes whenever a component would be made differently: the version of the tools, and a count of our own changes. */
export const recipe = 'jco-transpile 0.15.0, 1';

export interface CacheOptions {
  /** It may not exist yet. */
  readonly cacheDir: string;
  /** Called before one is kept. Where it fails, none is. */
  readonly prepareCache?: () => Promise<void>;
  /** Told why one could not be kept: it is of use for this run all the same. */
  readonly onUnkept?: (reason: string) => void;
}

/** The component of a core module; made, and kept, where there is none. */
export async function cached(
  { cacheDir, prepareCache, onUnkept }: CacheOptions,
  core: Uint8Array,
  kind: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const file = path.join(cacheDir, `${hash(`${recipe}, ${kind}`, core).toString('hex')}.wasm`);
  const known = await read(file);
  if (known) return known;
  const made = await make();
  try {
    await prepareCache?.();
    await writeWhole(file, `${file}.${randomUUID()}`, async (draft) => {
      await draft.writeFile(Buffer.concat([hash(made), made]));
    });
  } catch (error) {
    const reason = refusalOf(error instanceof Mistake ? error.cause : error);
    if (reason === undefined) throw error;
    onUnkept?.(reason);
  }
  return made;
}

/** What a file holds behind its own hash; undefined where it is not there, or not whole. */
async function read(file: string): Promise<Uint8Array | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return undefined;
  }
  const component = bytes.subarray(hashLength);
  return hash(component).equals(bytes.subarray(0, hashLength)) ? component : undefined;
}

/** In bytes. */
const hashLength = 32;

function hash(...parts: readonly (string | Uint8Array)[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}
