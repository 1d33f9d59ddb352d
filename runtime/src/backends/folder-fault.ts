/** What is wrong with the folder in which servers are written down, and keep their data. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { elsewhere } from '../data-folder.ts';
import { Mistake } from '../mistake.ts';
import { systemCode, tell } from '../system-error.ts';
import type { Refusal, SystemCode } from '../system-error.ts';

/** SQLite's result codes, where a lock cannot be taken, as the system's. */
const sqlite: Readonly<Record<number, SystemCode>> = { 8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES' };

/** Refusals that are the folder's: of a program or a socket that is not there, the system says ENOENT. */
const ofFolders: ReadonlySet<SystemCode> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENOTDIR',
  'EEXIST',
  'ENAMETOOLONG',
  'ELOOP',
  'EIO',
]);

/**
 * A sentence with its remedy, where a system error says that the folder cannot be used: `The folder … cannot be used:
 * you have no permission, since it belongs to another user. …`; undefined where the error is none of that kind.
 */
export function folderFault(error: unknown, folder: string): string | undefined {
  const { errcode } = error as { errcode?: number };
  const code = errcode === undefined ? undefined : sqlite[errcode & 0xff];
  const refused = code === undefined ? cause(error) : Object.assign(new Error(code), { code });
  const found = systemCode(refused);
  if (found === undefined || !ofFolders.has(found)) return undefined;
  const known = found === 'EACCES' || found === 'EPERM' ? foreign(folder) : undefined;
  return tell(refused, { deed: `The folder ${folder} cannot be used`, elsewhere, ...(known && { known }) });
}

/** Where the data folder could not be made, that was told as a mistake. */
function cause(error: unknown): unknown {
  return error instanceof Mistake ? error.cause : error;
}

/** What is known of a folder that is another user's, or that lies in one. */
function foreign(folder: string): Refusal | undefined {
  const place = foreigner(folder);
  if (place === undefined) return undefined;
  return {
    cause: `you have no permission, since ${place} belongs to another user`,
    remedy: 'give it back with chown',
  };
}

/** The folder, or the nearest above it that is there, if it is another user's. */
function foreigner(folder: string): string | undefined {
  const user = process.getuid?.();
  for (let place = folder; ; place = path.dirname(place)) {
    const there = stat(place);
    if (there) return user !== undefined && there.uid !== user ? place : undefined;
    if (place === path.dirname(place)) return undefined;
  }
}

/** Undefined where nothing is there, or nobody may see it. */
function stat(place: string) {
  try {
    return statSync(place);
  } catch {
    return undefined;
  }
}
