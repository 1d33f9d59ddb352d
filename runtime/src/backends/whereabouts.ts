/** Where a folder is that may be renamed while it is used, with its workspace: on Linux that can be known. */
import { closeSync, constants, fstatSync, openSync, readlinkSync, statSync } from 'node:fs';

export interface Whereabouts extends Disposable {
  /** Its path now; the one it had where it is gone, or where nobody can tell. */
  now(): string;
}

/** @param folder absolute */
export function follow(folder: string): Whereabouts {
  let descriptor = hold(folder);
  return {
    now: () =>
      descriptor === undefined || isThere(folder, descriptor) ? folder : placeOf(descriptor, folder),
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function hold(folder: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return undefined;
  }
}

function isThere(folder: string, descriptor: number): boolean {
  const [now, held] = [statSync(folder, { throwIfNoEntry: false }), fstatSync(descriptor)];
  return now?.dev === held.dev && now.ino === held.ino;
}

function placeOf(descriptor: number, otherwise: string): string {
  const place = readlinkSync(`/proc/self/fd/${descriptor}`);
  // deleted, it has a path that is none
  return statSync(place, { throwIfNoEntry: false }) ? place : otherwise;
}
