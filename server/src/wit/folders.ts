/** Which files a WIT file sees, by the rules of the tools that make bindings (wit-parser's `push_dir`). */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isEncoded } from './encoded/package.ts';

/** The paths of the WIT files of a folder, and of those below its `deps/`. */
export interface Listing {
  readonly own: readonly string[];
  readonly deps?: readonly string[];
}

/** A file of a dependency sees the other dependencies, so `deps/` may also be the folder above. */
export async function list(folder: string): Promise<Listing> {
  const entries = await entriesOf(folder);
  const own = entries.filter(isWit).map((entry) => entry.path);
  const deps = entries.some(({ name, isFolder }) => isFolder && name === 'deps')
    ? path.join(folder, 'deps')
    : depsAbove(folder);
  return { own, ...(deps !== undefined && { deps: await dependencies(deps) }) };
}

/** The `deps` folder of the package that a folder is part of, be it there or not. */
export function depsOf(folder: string): string {
  return depsAbove(folder) ?? path.join(folder, 'deps');
}

/** The files of the packages of a `deps/`: WIT, and packages that are encoded as components straight in it. */
async function dependencies(deps: string): Promise<readonly string[]> {
  const encoded = (await entriesOf(deps)).filter(({ name, isFolder }) => !isFolder && isEncoded(name));
  return [...(await below(deps)), ...encoded.map((entry) => entry.path)].sort();
}

/** The WIT files of a folder and of those below it. */
export async function below(folder: string): Promise<readonly string[]> {
  const entries = await entriesOf(folder);
  const deeper = await Promise.all(
    entries
      .filter(({ isFolder }) => isFolder)
      // what a link leads to is read, and no folder below it: a link may lead to where it stands
      .map(async (entry) =>
        entry.isLink
          ? (await entriesOf(entry.path)).filter(isWit).map((each) => each.path)
          : await below(entry.path),
      ),
  );
  // in an order of its own: SpiderLightning's packages stand before WASI's
  return [...entries.filter(isWit).map((entry) => entry.path), ...deeper.flat()].sort();
}

/** The `deps` folder that a folder is in or is. */
function depsAbove(folder: string): string | undefined {
  const steps = folder.split(path.sep);
  const at = steps.lastIndexOf('deps');
  return at === -1 || steps.length - at > 3 ? undefined : steps.slice(0, at + 1).join(path.sep);
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

/** What is in a folder, links as what they lead to. Nothing where it cannot be read. */
async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry): Promise<Entry | undefined> => {
      const at = path.join(folder, entry.name);
      const isLink = entry.isSymbolicLink();
      const what = isLink ? await stat(at).catch(() => undefined) : entry;
      if (!what?.isFile() && !what?.isDirectory()) return undefined;
      return { name: entry.name, path: at, isFolder: what.isDirectory(), isLink };
    }),
  );
  return found.filter((entry) => entry !== undefined);
}

function isWit({ name, isFolder }: Entry): boolean {
  return !isFolder && name.endsWith('.wit');
}
