/** What the index knows of an app besides its slightfiles and names. */
import path from 'node:path';
import { worldsOf } from '@slight/wit/worlds.ts';
import type { App } from '../index/apps.ts';
import type { Index } from '../index/index.ts';
import { uriOf } from '../lsp/uri.ts';
import type { WitFiles } from '../wit/files.ts';
import type { KnownModule, KnownWorld } from './known.ts';

/** The modules that a build left in the app. One that cannot be read is none. */
export function modulesOf({ folder, modules, sources }: App, index: Index): readonly KnownModule[] {
  const newestSource = newestOf(sources, folder, index);
  // in an order of their own: that in which files were found must not change what is told of them
  return [...modules]
    .sort()
    .map((file): KnownModule | undefined => {
      const facts = index.facts(file);
      const time = index.time(file);
      if (facts?.kind !== 'module' || !facts.module || time === undefined) return undefined;
      const name = path.basename(file);
      return { ...facts.module, uri: uriOf(file), name, time, ...(newestSource && { newestSource }) };
    })
    .filter((module) => module !== undefined);
}

/** True where a source of an app is other in the editor than on disk, where builds take it from. */
export function isEdited({ folder, sources }: App, index: Index): boolean {
  return sources.values().some((file) => isBuilt(folder, file) && index.isEdited(file));
}

/** Folders whose sources go into no module. */
const aside: ReadonlySet<string> = new Set(['test', 'tests', 'bench', 'benches', 'examples', 'scripts']);

function newestOf(
  sources: ReadonlySet<string>,
  folder: string,
  index: Index,
): { readonly name: string; readonly time: number } | undefined {
  let newest: Dated | undefined;
  for (const file of sources) {
    const time = index.time(file);
    if (time === undefined || (newest && !isNewer({ file, time }, newest))) continue;
    if (isBuilt(folder, file)) newest = { file, time };
  }
  return newest && { name: path.relative(folder, newest.file).split(path.sep).join('/'), time: newest.time };
}

function isBuilt(folder: string, file: string): boolean {
  return !path
    .relative(folder, file)
    .split(path.sep)
    .some((step) => aside.has(step));
}

interface Dated {
  readonly file: string;
  readonly time: number;
}

/** Of two that were written at once, as by git, the first by its path. */
function isNewer(one: Dated, other: Dated): boolean {
  return one.time > other.time || (one.time === other.time && one.file < other.file);
}

/** The worlds of the app's own WIT: those of its dependencies are not what it is built for. */
export async function worldsIn({ folder, wit }: App, files: WitFiles): Promise<readonly KnownWorld[]> {
  const own = [...wit].filter((file) => !path.relative(folder, file).split(path.sep).includes('deps')).sort();
  const worlds = await Promise.all(
    own.map(async (file): Promise<readonly KnownWorld[]> => {
      const source = await files.source(file);
      if (!source || source.file.syntax === 'legacy') return [];
      const surroundings = await files.surroundings(source.uri);
      return worldsOf(source, surroundings).map((world) => ({ ...world, uri: source.uri }));
    }),
  );
  return worlds.flat();
}
