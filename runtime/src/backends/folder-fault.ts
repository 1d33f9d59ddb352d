/** What is wrong with the folder in which servers are written down, and keep their data. */
import { elsewhere } from '../data-folder.ts';
import { Mistake } from '../mistake.ts';
import { ownedByOther } from '../owner.ts';
import { systemCode, tell } from '../system-error.ts';
import type { SystemCode } from '../system-error.ts';

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
  const deed = `The folder ${folder} cannot be used`;
  return tell(refused, { deed, elsewhere, ...ownedByOther(refused, folder) });
}

/** Where the data folder could not be made, that was told as a mistake. */
function cause(error: unknown): unknown {
  return error instanceof Mistake ? error.cause : error;
}
