/**
 * The sandbox of a folder: a guest's path becomes a host path inside it, or an error. Node has no openat, so each
 * step is looked at and then used; a program of the host that swaps a folder for a link in between could lead a
 * guest out. Guests cannot, since they run one call at a time.
 */
import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { fsError } from './fs-errors.ts';

/** As many links as Linux follows. */
const mostLinks = 40;

/**
 * @param base an absolute host path without links
 * @param follow whether a link at the path's end is followed
 * @throws WitError with `not-permitted` where the path leads out of the base
 */
export function resolveInside(base: string, guestPath: string, follow: boolean): string {
  if (guestPath.includes('\0')) throw fsError('invalid');
  if (guestPath === '') throw fsError('no-entry');
  const pending = segments(guestPath);
  const resolved: string[] = [];
  const mustBeFolder = guestPath.endsWith('/');
  for (let links = 0; pending.length > 0;) {
    const segment = pending.shift() ?? '';
    if (segment === '..') {
      if (resolved.pop() === undefined) throw fsError('not-permitted');
      continue;
    }
    const isLast = pending.length === 0;
    const target =
      isLast && !follow && !mustBeFolder ? undefined : linkAt(path.join(base, ...resolved, segment));
    if (target === undefined) {
      resolved.push(segment);
      continue;
    }
    if (++links > mostLinks) throw fsError('loop');
    pending.unshift(...segments(target));
  }
  return path.join(base, ...resolved);
}

function segments(guestPath: string): string[] {
  if (path.isAbsolute(guestPath)) throw fsError('not-permitted');
  return guestPath.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** Where a link leads; undefined for anything else and for nothing. */
function linkAt(hostPath: string): string | undefined {
  return lstatSync(hostPath, { throwIfNoEntry: false })?.isSymbolicLink()
    ? readlinkSync(hostPath)
    : undefined;
}
