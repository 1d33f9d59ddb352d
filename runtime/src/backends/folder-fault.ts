/** What is wrong with the folder in which servers are written down, and keep their data. */
import { statSync } from 'node:fs';
import path from 'node:path';

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EIO: 'the disk has an error',
};

/** SQLite's result codes, where a lock cannot be taken. */
const sqlite: Readonly<Record<number, string>> = {
  8: 'it is read-only',
  10: 'the disk has an error, or has no locks',
  13: 'the disk is full',
  14: 'permission denied',
};

/**
 * A sentence with its remedy, where a system error says that the folder cannot be used: `The folder … cannot be used:
 * permission denied, since it belongs to another user. …`; undefined where the error is none of that kind.
 */
export function folderFault(error: unknown, folder: string): string | undefined {
  const { code, errcode } = error as { code?: string; errcode?: number };
  const why = (errcode === undefined ? undefined : sqlite[errcode]) ?? words[code ?? ''];
  if (why === undefined) return undefined;
  const foreign = why === 'permission denied' ? foreigner(folder) : undefined;
  if (foreign !== undefined)
    return `The folder ${folder} cannot be used: permission denied, since ${foreign} belongs to another user. Give it back with chown, or name another folder with --data.`;
  return `The folder ${folder} cannot be used: ${why}. Mend that, or name another folder with --data.`;
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
