/** How a call of preview 1 fails: with a number of its own, or with that of what failed below it. */
import { fileErrorCode } from '../../files/errors.ts';
import { errno } from './numbers.ts';
import type { Errno } from './numbers.ts';

export class Failure extends Error {
  readonly errno: number;

  constructor(name: Errno) {
    super(name);
    this.name = 'Failure';
    this.errno = errno[name];
  }
}

/** The number that a guest gets for an error. Throws what is no failure of the call: the guest's end, or a bug. */
export function errnoOf(error: unknown): number {
  if (error instanceof Failure) return error.errno;
  const code = fileErrorCode(error);
  if (code === undefined) throw error;
  return errno[code];
}
