/** A folder that is another user's, as after `sudo slight run`, is told as that where this user may not use it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from './system-error.ts';
import type { Edge, Refusal } from './system-error.ts';

/** What is known of a refusal where the folder is another user's, or lies in one: a part of an Edge. */
export function ownedByOther(error: unknown, folder: string): Pick<Edge, 'known'> {
  const code = systemCode(error);
  const known = code === 'EACCES' || code === 'EPERM' ? foreign(folder) : undefined;
  return known === undefined ? {} : { known };
}

function foreign(folder: string): Refusal | undefined {
  const place = foreigner(folder);
  if (place === undefined) return undefined;
  const own = slightIn(place);
  return {
    cause: `you have no permission, since ${place} belongs to another user`,
    // what is not slight's own may be another user's for good reasons
    remedy:
      own === undefined ? 'have it given to you' : `take it back with sudo chown -R ${uid() ?? ''} ${own}`,
  };
}

/** The folder, or the nearest above it that this user can see, if it is another user's. */
function foreigner(folder: string): string | undefined {
  const user = uid();
  for (let place = folder; ; place = path.dirname(place)) {
    const there = stat(place);
    if (there) return user !== undefined && there.uid !== user ? place : undefined;
    if (place === path.dirname(place)) return undefined;
  }
}

/** The data folder `.slight` that a place is, or lies in. */
function slightIn(place: string): string | undefined {
  for (let folder = place; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (path.basename(folder) === '.slight') return folder;
  }
  return undefined;
}

function uid(): number | undefined {
  return process.getuid?.();
}

/** Undefined where nothing is there, or nobody may see it. */
function stat(place: string) {
  try {
    return statSync(place);
  } catch {
    return undefined;
  }
}
