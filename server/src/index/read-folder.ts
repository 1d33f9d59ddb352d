/** Reads all files of a folder for the index: the slightfiles first, and from the cache what has not changed. */
import type { Entry } from './cache.ts';
import { readCache } from './cache.ts';
import type { Links } from './links.ts';
import { isIn } from './links.ts';
import type { Places } from './places.ts';
import { readEntry } from './read-facts.ts';
import type { Turns } from './turns.ts';
import type { Found } from './walk.ts';
import { walk } from './walk.ts';

export interface Progress {
  readonly folder: string;
  readonly done: number;
  readonly total: number;
}

export interface FolderReading {
  /** The workspace folder, or one below. */
  readonly folder: string;
  readonly places: Places;
  /** Gets which other paths lead to what is found. */
  readonly links: Links;
  /** Ends it where it is. */
  readonly signal: AbortSignal;
  readonly turns: Turns;
  /** The file that kept what was read; without it, everything is read. */
  readonly cache?: string | undefined;
  /** What the index knows now. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Whether the folder was read before, so that the index knows more than the cache. */
  readonly isKnown: boolean;
  /** Gets what a file says; nothing for one that is gone. */
  readonly set: (file: string, entry: Entry | undefined) => void;
  /** Called when the slightfiles are read, so that it is known which app a file belongs to. */
  readonly onPlaced?: () => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called when everything is read. */
  readonly onRead?: () => void;
}

/** How many files are read at once: more do not make a disk faster. */
const readers = 4;

/** Resolves to whether anything is other than the cache, or the index, knew it. */
export async function readFolder(reading: FolderReading): Promise<boolean> {
  const { folder, places, links, signal, cache, entries, isKnown } = reading;
  const known = cache !== undefined && !isKnown ? await readCache(cache, reading.turns) : entries;
  const found: Found[] = [];
  for await (const file of walk(places, folder, links, signal)) {
    found.push(file);
    await reading.turns.next();
  }
  if (isAborted(signal)) return false;
  const progress = { folder, done: 0, total: found.length };
  const isSlightfile = ({ kind }: Found): boolean => kind.kind === 'slightfile';
  const isLess = forgetGone(reading, found, known);
  const isOther = await readAll(reading, found.filter(isSlightfile), known, progress);
  reading.onPlaced?.();
  const others = found.filter((file) => !isSlightfile(file));
  const isChanged = (await readAll(reading, others, known, progress)) || isOther || isLess;
  if (isAborted(signal)) return false;
  reading.onRead?.();
  return isChanged;
}

/** A call, because it may become true while something is waited for. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Whether files are gone that were known. */
function forgetGone(
  { folder, set }: FolderReading,
  found: readonly Found[],
  known: ReadonlyMap<string, Entry>,
): boolean {
  const seen = new Set(found.map((file) => file.path));
  const gone = [...known.keys()].filter((file) => isIn(folder, file) && !seen.has(file));
  for (const file of gone) set(file, undefined);
  return gone.length > 0;
}

/** Resolves to whether anything is other than what was known of it. */
async function readAll(
  { signal, turns, set, onProgress }: FolderReading,
  files: readonly Found[],
  known: ReadonlyMap<string, Entry>,
  progress: { readonly folder: string; done: number; readonly total: number },
): Promise<boolean> {
  let isChanged = false;
  const waiting = files.values();
  const read = async (): Promise<void> => {
    for (const file of waiting) {
      if (isAborted(signal)) return;
      const before = known.get(file.path);
      const entry = await readEntry(file.path, file.kind, before, turns);
      if (isAborted(signal)) return;
      if (entry !== before) isChanged = true;
      if (entry) set(file.path, entry);
      progress.done++;
      onProgress?.(progress);
      await turns.next();
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  return isChanged;
}
