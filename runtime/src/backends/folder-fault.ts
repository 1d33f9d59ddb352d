/** Why the folder in which servers are written down, and keep their data, cannot be used. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { Mistake } from '../mistake.ts';
import { refusalOf } from '../system-error.ts';

/** SQLite's result codes, where a lock cannot be taken. */
const sqlite: Readonly<Record<number, string>> = {
  8: 'it is read-only',
  10: 'the disk has an error, or has no locks',
  13: 'the disk is full',
  14: 'you have no permission',
};

/**
 * A clause that says so, with the remedy where it is another user's: `.slight/backends/redis cannot be written: the
 * disk is full (ENOSPC)`; undefined where the error is of another kind.
 */
export function folderFault(error: unknown, folder: string): string | undefined {
  const why = lockRefusal(error) ?? refusalToWrite(error, folder);
  if (why === undefined) return undefined;
  const shown = path.relative('', folder);
  const clause = `${shown === '' || shown.startsWith('..') ? folder : shown} cannot be written: ${why}`;
  const foreign = /permission|permit/.test(why) ? foreigner(folder) : undefined;
  if (foreign === undefined) return clause;
  return `${clause}, since ${foreign} belongs to another user; give it back with chown, or name another folder with --data`;
}

function lockRefusal(error: unknown): string | undefined {
  const { errcode } = error as { errcode?: number };
  return errcode === undefined ? undefined : sqlite[errcode];
}

/** Why the system refused to write below a folder. */
function refusalToWrite(error: unknown, folder: string): string | undefined {
  // the data folder around it could not be made
  if (error instanceof Mistake) return refusalOf(error.cause);
  const { path: at, syscall } = error as NodeJS.ErrnoException;
  // what is written through a handle has no path
  const isThere = at === undefined ? syscall === 'write' : isNear(at, folder);
  return isThere ? refusalOf(error) : undefined;
}

/** In the folder, or one of those above it: each is made where it is not there. */
function isNear(at: string, folder: string): boolean {
  return `${at}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${at}/`);
}

/** The folder, or the nearest above it that is there, if it is another user's. */
function foreigner(folder: string): string | undefined {
  const user = process.getuid?.();
  for (let place = folder; ; place = path.dirname(place)) {
    const there = statSync(place, { throwIfNoEntry: false });
    if (there) return user !== undefined && there.uid !== user ? place : undefined;
    if (place === path.dirname(place)) return undefined;
  }
}
