/** What providers that keep their data in SQLite share: its result codes, and files that only their owner reads. */
import { open } from 'node:fs/promises';
import { systemCode } from '../system-error.ts';

/** SQLite's result codes, https://sqlite.org/rescode.html; the low byte of what node:sqlite calls errcode. */
export const codes = {
  error: 1,
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  interrupt: 9,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  auth: 23,
  range: 25,
  notDatabase: 26,
};

/** Undefined where the error is none of SQLite's. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

/** SQLite would make it for all to read, and gives its log the same permissions. What hinders this it tells itself. */
export async function makePrivate(file: string): Promise<void> {
  try {
    await using _made = await open(file, 'wx', 0o600);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}
