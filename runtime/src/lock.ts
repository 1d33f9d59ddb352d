/**
 * A lock among processes: a file that its holder has locked by SQLite, and so by the kernel. The kernel lets go of it
 * when the holder ends, however that ends, and knows of it in every process namespace of a machine: no process has to
 * be recognised by its number. Nothing is ever written into the file.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';

const pollMs = 20;

/** SQLite's result codes. */
const busy = 5;
const noDatabase = 26;

/**
 * Waits for the lock and takes it; disposing gives it back.
 *
 * @param file made if need be, and its folder
 * @param signal ends the wait, with its reason
 * @param onWait called once, where another holds the lock
 * @throws the file system's error where the folder cannot be made; SQLite's where the file cannot be locked
 */
export async function lock(file: string, signal: AbortSignal, onWait?: () => void): Promise<Disposable> {
  await makeFolder(path.dirname(file), 0o700);
  let waited = false;
  for (;;) {
    signal.throwIfAborted();
    const held = tryLock(file);
    if (held) return held;
    if (!waited) onWait?.();
    waited = true;
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** Takes the lock if it is free. Whoever lets the result be collected gives the lock back, too. */
export function tryLock(file: string): Disposable | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    const held = database;
    // no journal beside the file
    held.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => held.close() };
  } catch (error) {
    database?.close();
    if (codeOf(error) === busy) return undefined;
    throw error;
  }
}

/**
 * Whether somebody holds it. One who only asks must know that nobody takes the lock at the same time: for a moment the
 * asker has it.
 */
export function isLocked(file: string): boolean {
  try {
    const held = tryLock(file);
    held?.[Symbol.dispose]();
    return held === undefined;
  } catch (error) {
    // of another make: not one that anybody has locked. One that cannot be opened may well be held
    return codeOf(error) !== noDatabase;
  }
}

/** Gives the lock back, and takes the file away. */
export async function unlock(held: Disposable, file: string): Promise<void> {
  held[Symbol.dispose]();
  await rm(file, { force: true });
}

function codeOf(error: unknown): unknown {
  return (error as { errcode?: unknown }).errcode;
}
