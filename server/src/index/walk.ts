/** The files of a workspace folder that the server reads. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileKind } from './kind.ts';
import { kindOf } from './kind.ts';
import type { Links } from './links.ts';
import { isIn } from './links.ts';
import type { Place, Places } from './places.ts';
import { enter, kindIn } from './places.ts';

export interface Found {
  readonly path: string;
  readonly kind: FileKind;
}

/** Folders deeper than this are not looked into: nobody has them. */
const maxDepth = 40;

interface Waiting {
  readonly place: () => Promise<Place>;
  /** The folder without links, where a link outside of the root was followed to it. */
  readonly real?: string | undefined;
  readonly depth: number;
}

/**
 * All files in and below a folder that are of a kind, folder by folder. Links are followed, but to what is found without
 * them: each file is found once, by its own path if that lies in the root.
 * @param links gets which other paths lead to what is found
 */
export async function* walk(
  places: Places,
  from: string,
  links: Links,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const waiting: Waiting[] = [{ place: () => places.of(from), depth: 0 }];
  for (let at = waiting.pop(); at !== undefined && !signal.aborted; at = waiting.pop()) {
    const place = await at.place();
    if (place.look === 'none') continue;
    const { depth } = at;
    for (const entry of place.entries) {
      const { name } = entry;
      const below = path.join(place.folder, name);
      const real = at.real === undefined ? undefined : path.join(at.real, name);
      const isKnownHere = real === undefined || links.known(real) === below;
      if (entry.isDirectory()) {
        if (depth < maxDepth && isKnownHere)
          waiting.push({ place: () => enter(place, name), real, depth: depth + 1 });
        continue;
      }
      const kind = kindIn(place, name);
      if (entry.isFile()) {
        if (kind && isKnownHere) yield { path: below, kind };
      } else if (entry.isSymbolicLink()) {
        const target = await follow(below, places, links);
        if (!target) continue;
        if (!target.isFolder) {
          if (kind) yield { path: below, kind };
        } else if (depth < maxDepth) {
          waiting.push({ place: () => enter(place, name), real: target.real, depth: depth + 1 });
        }
      }
    }
  }
}

interface Target {
  readonly real: string;
  readonly isFolder: boolean;
}

/** What a link leads to; undefined where that is found by another path, or not there, or holds the root itself. */
async function follow(link: string, places: Places, links: Links): Promise<Target | undefined> {
  try {
    const real = await realpath(link);
    const isFolder = (await stat(real)).isDirectory();
    if (!isFolder && !kindOf(link)) return undefined;
    const root = await places.real();
    if (real !== root && isIn(real, root)) return undefined;
    const inside = isIn(root, real) ? places.root + real.slice(root.length) : undefined;
    if (inside !== undefined && (await isFound(inside, isFolder, places))) {
      links.add(link, inside);
      return undefined;
    }
    const known = links.known(real);
    if (known !== real && known !== link) {
      links.add(link, known);
      return undefined;
    }
    if (inside === undefined || !isFolder) links.add(real, link);
    else links.addMade(real, link);
    return { real, isFolder };
  } catch {
    return undefined;
  }
}

/** Whether the walk comes by something that is no link. */
async function isFound(file: string, isFolder: boolean, places: Places): Promise<boolean> {
  if (isFolder) return (await places.of(file)).look === 'all';
  return (await places.kindOf(file)) !== undefined;
}
