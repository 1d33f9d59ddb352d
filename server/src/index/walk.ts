/** The files of a workspace folder that the server reads. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileKind, Look } from './kind.ts';
import { kindOf, lookInto } from './kind.ts';

export interface Found {
  readonly path: string;
  readonly kind: FileKind;
}

/** Folders deeper than this are not looked into: nobody has them, but for loops that a file system makes. */
const maxDepth = 40;

/**
 * All files below a folder that are of a kind, folder by folder. Links are not followed, and a folder that cannot be
 * read is as good as empty.
 */
export async function* walk(folder: string, signal: AbortSignal): AsyncGenerator<Found> {
  const waiting: { readonly folder: string; readonly look: Look; readonly depth: number }[] = [
    { folder, look: 'all', depth: 0 },
  ];
  for (let at = waiting.pop(); at !== undefined && !signal.aborted; at = waiting.pop()) {
    for (const entry of await entriesOf(at.folder)) {
      const below = path.join(at.folder, entry.name);
      if (entry.isDirectory()) {
        const look = lookInto(entry.name, at.look);
        if (look !== 'none' && at.depth < maxDepth)
          waiting.push({ folder: below, look, depth: at.depth + 1 });
      } else if (entry.isFile()) {
        const kind = kindOf(entry.name);
        if (kind && (at.look === 'all' || kind.kind === 'module')) yield { path: below, kind };
      }
    }
  }
}

/** What a file of the workspace is, where the walk of `root` would find it. */
export function findable(root: string, file: string): FileKind | undefined {
  const steps = path.relative(root, file).split(path.sep);
  const name = steps.pop() ?? '';
  let look: Look = 'all';
  for (const step of steps) look = look === 'none' ? 'none' : lookInto(step, look);
  const kind = look === 'none' ? undefined : kindOf(name);
  return look === 'all' || kind?.kind === 'module' ? kind : undefined;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
