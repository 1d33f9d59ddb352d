/** What is to be read again where files or folders of a workspace folder have changed, come or gone. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { ignoringFolder } from './ignore-rules.ts';
import type { FileKind } from './kind.ts';
import type { Links } from './links.ts';
import { isIn } from './links.ts';
import { isOpened } from './look.ts';
import type { Places } from './places.ts';
import type { Turns } from './turns.ts';

export interface Changes {
  /** Files that are read, or were, and are ignored now: these have no kind. */
  readonly files: ReadonlyMap<string, FileKind | undefined>;
  /** Folders, none of which lies in another. */
  readonly folders: readonly string[];
}

/**
 * @param paths in the workspace folder, but for ignore files of folders that it lies in. For a folder that is moved or
 * deleted, many clients tell of nothing in it.
 * @param known the files that were read
 */
export async function changesOf(
  paths: Iterable<string>,
  places: Places,
  links: Links,
  known: ReadonlyMap<string, unknown>,
  turns: Turns,
): Promise<Changes> {
  const files = new Map<string, FileKind | undefined>();
  const folders = new Set<string>();
  const noFolders = new Set<string>();
  for (const at of paths) {
    await turns.next();
    const ignoring = ignoringFolder(at);
    if (ignoring !== undefined) {
      const folder = isIn(places.root, ignoring) ? ignoring : places.root;
      if ((await places.of(folder)).look === 'all') folders.add(folder);
      continue;
    }
    const kind = await places.kindOf(at);
    const isKnown = known.has(at);
    if (!isKnown && !kind && !(await mayBeFolder(at, places))) continue;
    const state = await lstat(at).catch(() => undefined);
    // what a link leads to may be known by another path, which is found where the folder is read that it is in
    if (links.has(at) || (state?.isSymbolicLink() && !isKnown)) folders.add(path.dirname(at));
    else if (state?.isDirectory()) folders.add(at);
    else if (!isKnown) noFolders.add(at);
    if (isKnown || (kind && state?.isFile())) files.set(at, kind);
  }
  if (noFolders.size > 0) for (const folder of foldersOf(known.keys(), noFolders)) folders.add(folder);
  const outermost = [...folders].filter((one) => !ancestors(one).some((other) => folders.has(other)));
  return { files, folders: outermost };
}

/** Whether there can be a folder that is looked into. */
async function mayBeFolder(at: string, places: Places): Promise<boolean> {
  return at === places.root || isOpened(path.basename(at), (await places.of(path.dirname(at))).look);
}

/** Those of these paths that files were in or below. */
function foldersOf(files: Iterable<string>, paths: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const folder of new Set(Array.from(files, (file) => path.dirname(file))))
    for (const at of [folder, ...ancestors(folder)]) if (paths.has(at)) found.add(at);
  return found;
}

function ancestors(file: string): readonly string[] {
  const all: string[] = [];
  for (let at = file; at !== path.dirname(at);) all.push((at = path.dirname(at)));
  return all;
}
