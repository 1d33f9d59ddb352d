/** What was read of a workspace folder, kept on disk for the next start: one line of JSON a file. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import type { Facts } from './facts.ts';
import type { Turns } from './turns.ts';

/** What was read of a file, and the state that it was in. */
export interface Entry {
  /** In milliseconds since the Unix epoch, and bytes: another state of the file has others. */
  readonly time: number;
  readonly size: number;
  /** Read so soon after it was written that it may be written again within the same tick of the disk's clock. */
  readonly isFresh?: true;
  readonly facts: Facts;
}

/** Anything else in the first line is of another version, and not read. */
const header = JSON.stringify({ slight: 'index', format: 5 });

/** The file that keeps what was read of a folder; undefined where nothing is kept. */
export async function cacheOf(folder: string, cacheFolder: string | undefined): Promise<string | undefined> {
  if (cacheFolder === undefined) return undefined;
  const { createHash } = await import('node:crypto');
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return path.join(cacheFolder, `${name}.jsonl`);
}

/** Writes caches, one after the other. Nobody waits for it, and one that cannot be written is done without. */
export function keeper(): (
  file: string,
  entries: () => Iterable<readonly [string, Entry]>,
  signal: AbortSignal,
) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (file, entries, signal) => {
    last = last.then(() => writeCache(file, [...entries()], signal)).catch(() => undefined);
  };
}

/** The entries by path; none where there is no cache, or it is of another version. A line that is damaged is left out. */
export async function readCache(file: string, turns: Turns): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
    let isFirst = true;
    for await (const line of lines) {
      if (isFirst && line !== header) break;
      if (!isFirst) addLine(entries, line);
      isFirst = false;
      await turns.next();
    }
  } catch {
    // no cache is as good as an empty one
  }
  return entries;
}

function addLine(entries: Map<string, Entry>, line: string): void {
  try {
    const [name, time, size, facts] = JSON.parse(line) as [string, number, number, Facts];
    entries.set(name, { time, size, facts });
  } catch {
    // cut off, as by a disk that is full: the file is read again
  }
}

/** Writes all entries, or nothing at all: another window may have the same folder open. */
async function writeCache(
  file: string,
  entries: Iterable<readonly [string, Entry]>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await makeFolder(path.dirname(file));
  await writeWhole(file, `${file}.${process.pid}.tmp`, async (draft) => {
    let lines = `${header}\n`;
    for (const [name, { time, size, isFresh, facts }] of entries) {
      if (isFresh) continue;
      lines += `${JSON.stringify([name, time, size, facts])}\n`;
      if (lines.length < 64 * 1024) continue;
      signal.throwIfAborted();
      await draft.write(lines);
      lines = '';
    }
    await draft.write(lines);
  });
}
