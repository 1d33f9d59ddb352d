/** One run among those that share a folder: what it holds there is free again when it ends, however it ends. */
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { isLocked, tryLock, unlock } from '../../lock.ts';

export interface Holder extends AsyncDisposable {
  /** Never that of another. */
  readonly id: string;
  /** Whether the run of that holder has ended. */
  isGone(id: string): boolean;
}

/** @throws the system's error where the folder cannot be written to */
export async function openHolder(folder: string): Promise<Holder> {
  const all = path.join(folder, 'holders');
  const fileOf = (id: string) => path.join(all, id);
  await makeFolder(all, 0o700);
  // no other knows its name before it is locked
  const id = randomUUID();
  const held = tryLock(fileOf(id));
  if (!held) throw new Error(`${fileOf(id)} was new, and somebody had it locked`);
  return {
    id,
    isGone(other) {
      if (other === id) return false;
      if (!existsSync(fileOf(other))) return true;
      if (isLocked(fileOf(other))) return false;
      // of a run that was killed
      rmSync(fileOf(other), { force: true });
      return true;
    },
    [Symbol.asyncDispose]: () => unlock(held, fileOf(id)),
  };
}
