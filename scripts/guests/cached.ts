import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GuestRecipe } from './guest.ts';

/**
 * Builds a guest into `file`, unless it is there and was built from the same sources: `file.hash` says from which.
 * @returns whether it had to be built
 */
export async function buildCached(recipe: GuestRecipe, root: string, file: string): Promise<boolean> {
  const hash = await hashOf(recipe, root);
  const noted = await readFile(`${file}.hash`, 'utf8').catch(() => undefined);
  if (noted === hash && existsSync(file)) return false;
  await mkdir(path.dirname(file), { recursive: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-guest-'));
  try {
    await replace(file, await recipe.build(root, folder));
    await replace(`${file}.hash`, hash);
  } finally {
    await rm(folder, { recursive: true });
  }
  return true;
}

async function hashOf({ name, sources, flags = [] }: GuestRecipe, root: string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([name, flags]));
  for (const source of sources) hash.update('\0').update(await readFile(path.join(root, source)));
  return hash.digest('hex');
}

/** A file appears whole: another run may be reading it. */
async function replace(file: string, content: Uint8Array | string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content);
  await rename(draft, file);
}
