/** A lock among processes, as files in a folder. A holder that was killed holds nothing. */
import { link, mkdir, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, thisProcess } from './process-id.ts';
import type { ProcessId } from './process-id.ts';

const pollMs = 20;

/**
 * Waits for the lock and takes it; disposing gives it back.
 *
 * Each holder's file has a number one above the last one's, and only the highest number counts. It is free when its
 * file is empty or its holder is gone; then whoever creates the next number has the lock. The highest file is never
 * removed, so a number is never given twice.
 *
 * @param folder made if need be
 * @param signal ends the wait, with its reason
 * @param onWait called once, where another process holds the lock
 */
export async function lock(
  folder: string,
  signal: AbortSignal,
  onWait?: () => void,
): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let waited = false;
  for (;;) {
    signal.throwIfAborted();
    const last = await highest(folder);
    if (last === 0 || (await isFree(file(folder, last)))) {
      if (await create(folder, last + 1)) {
        return { [Symbol.asyncDispose]: () => release(file(folder, last + 1)) };
      }
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function release(name: string): Promise<void> {
  try {
    await truncate(name);
  } catch (error) {
    // somebody removed the whole folder, and with it the lock
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function file(folder: string, number: number): string {
  return path.join(folder, String(number));
}

async function numbers(folder: string): Promise<number[]> {
  return (await readdir(folder)).map(Number).filter((number) => number > 0);
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)));
}

async function isFree(name: string): Promise<boolean> {
  try {
    const text = await readFile(name, 'utf8');
    return text === '' || !isAlive(JSON.parse(text) as ProcessId);
  } catch (error) {
    // a higher one has come meanwhile, and this one is gone
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

/** Makes the file of that number with its holder in it, all at once; tells whether it is the highest now. */
async function create(folder: string, number: number): Promise<boolean> {
  const draft = path.join(folder, `draft-${process.pid}-${crypto.randomUUID()}`);
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(JSON.stringify(thisProcess()));
  await handle.close();
  const name = file(folder, number);
  try {
    await link(draft, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const all = await numbers(folder);
  if (all.some((other) => other > number)) {
    // this number was given and removed long ago; what counts has moved on
    await rm(name, { force: true });
    return false;
  }
  await Promise.all(
    all.filter((other) => other < number).map((other) => rm(file(folder, other), { force: true })),
  );
  return true;
}
