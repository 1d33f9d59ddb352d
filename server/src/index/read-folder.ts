/** Reads all files of a folder for the index: the slightfiles first, and from the cache what has not changed. */
import path from 'node:path';
import type { Entry } from './cache.ts';
import { readCache, writeCache } from './cache.ts';
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
  readonly folder: string;
  /** Ends it where it is. */
  readonly signal: AbortSignal;
  readonly turns: Turns;
  /** The file that keeps what was read; without it, nothing is kept. */
  readonly cache: string | undefined;
  /** What the index knows now. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Whether the folder was read before, so that the index knows more than the cache. */
  readonly isKnown: boolean;
  readonly keep: (found: Found, entry: Entry) => void;
  readonly forget: (file: string) => void;
  /** Called when the slightfiles are read, so that it is known which app a file belongs to. */
  readonly onPlaced: () => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** Called when everything is read, before it is written to the cache. */
  readonly onRead: () => void;
}

/** How many files are read at once: more do not make a disk faster. */
const readers = 4;

export async function readFolder(reading: FolderReading): Promise<void> {
  const { folder, signal, cache, entries, isKnown } = reading;
  const known = cache !== undefined && !isKnown ? await readCache(cache, reading.turns) : entries;
  const found: Found[] = [];
  for await (const file of walk(folder, signal)) {
    found.push(file);
    await reading.turns.next();
  }
  if (isAborted(signal)) return;
  const progress = { folder, done: 0, total: found.length };
  const isSlightfile = ({ kind }: Found): boolean => kind.kind === 'slightfile';
  const isLess = forgetGone(reading, found, known);
  const isOther = await readAll(reading, found.filter(isSlightfile), known, progress);
  reading.onPlaced();
  const others = found.filter((file) => !isSlightfile(file));
  const isChanged = (await readAll(reading, others, known, progress)) || isOther || isLess;
  if (isAborted(signal)) return;
  reading.onRead();
  if (cache === undefined || !isChanged) return;
  const own = [...entries].filter(([file]) => isIn(folder, file));
  // a cache that cannot be written is done without
  await writeCache(cache, own, signal).catch(() => undefined);
}

/** A call, because it may become true while something is waited for. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Whether files are gone that were known. */
function forgetGone(
  { folder, forget }: FolderReading,
  found: readonly Found[],
  known: ReadonlyMap<string, Entry>,
): boolean {
  const seen = new Set(found.map((file) => file.path));
  const gone = [...known.keys()].filter((file) => isIn(folder, file) && !seen.has(file));
  for (const file of gone) forget(file);
  return gone.length > 0;
}

/** Resolves to whether anything is other than what was known of it. */
async function readAll(
  { signal, turns, keep, onProgress }: FolderReading,
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
      if (entry) keep(file, entry);
      progress.done++;
      onProgress?.(progress);
      await turns.next();
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  return isChanged;
}

/** True for a folder itself, and all that lies in it or below. */
export function isIn(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
