/** Finds the guest that a slightfile is for. Knows nothing of VS Code. */
import { glob, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { foldersUpTo } from '../slightfiles/folders.ts';

/** Where the usual builds leave their module: beside the slightfile, CMake and make, bundlers, cargo, zig. */
export const outputs =
  '{.,build,dist,out,bin,zig-out/bin,target/wasm32-*/release,target/wasm32-*/debug}/*.wasm';

/**
 * The modules that were built for a slightfile, newest first: from its own folder, else from the nearest folder above it,
 * up to `root`, that has any (a cargo workspace keeps its target folder at the top).
 */
export async function builtModules(slightfile: string, root: string): Promise<readonly string[]> {
  for (const folder of foldersUpTo(dirname(slightfile), root)) {
    const files = await Array.fromAsync(glob(outputs, { cwd: folder }), (file) => join(folder, file));
    if (files.length > 0) return newestFirst(files);
  }
  return [];
}

/** Modules in the order in which a person looks for one: first the app's own, then the others; of each the newest first. */
export async function byApp(
  files: readonly string[],
  slightfile: string,
): Promise<{ readonly own: readonly string[]; readonly others: readonly string[] }> {
  const sorted = await newestFirst(files);
  const isOwn = (file: string): boolean => isIn(dirname(slightfile), file);
  return { own: sorted.filter(isOwn), others: sorted.filter((file) => !isOwn(file)) };
}

/** Those that went meanwhile come last. */
async function newestFirst(files: readonly string[]): Promise<readonly string[]> {
  const timeOf = (file: string): Promise<number> =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const dated = await Promise.all(files.map(async (file) => ({ file, time: await timeOf(file) })));
  return dated.sort((a, b) => b.time - a.time).map(({ file }) => file);
}

function isIn(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith('../') && !path.startsWith('..\\') && !isAbsolute(path);
}
