/** One round: a hostile guest in a box of its own, and what came of it. */
import process from 'node:process';
import { GuestTrap, type Guest } from '@slight/runtime/guest/guest.ts';
import { randomOf } from '../fuzz/random.ts';
import { runGuest } from '../runtime/guests.ts';
import { operations } from './operations.ts';
import { makeOutside } from './outside.ts';

/** The guests, each of which speaks to another part of the runtime. */
export const hostileGuests = ['c-hostile', 'c-hostile-component', 'c-hostile-wasi02'] as const;

/** How many operations a round has. */
const length = 40;

export interface Escape {
  readonly what: string;
  /** What the guest was told, to do it again. */
  readonly given: readonly string[];
  readonly output: string;
}

/** @returns undefined where the box held */
export async function round(guest: Guest, seed: number): Promise<Escape | undefined> {
  return attempt(guest, (root) =>
    operations(randomOf(seed), length, { root, strange: guest.kind === 'legacy' || seed % 8 === 0 }),
  );
}

/** The same with chosen operations: they are given the folder around the boxes. */
export async function attempt(
  guest: Guest,
  choose: (root: string) => readonly string[],
): Promise<Escape | undefined> {
  using outside = makeOutside();
  const given = choose(outside.root);
  const chunks: Uint8Array[] = [];
  const keep = (bytes: Uint8Array) => void chunks.push(bytes.slice());
  const cwd = process.cwd();
  // /proc/self/cwd is another way out
  process.chdir(outside.root);
  try {
    const sandbox = process.env['SLIGHT_SANDBOX'] === 'identity' ? 'identity' : 'best';
    await runGuest(guest, given, { folders: outside.folders, sandbox, stdout: keep, stderr: keep });
  } catch (error) {
    // a component that gives a path which is no text ends there
    if (!(error instanceof GuestTrap))
      throw new Error(`${String(error)}, after ${JSON.stringify(given)}`, { cause: error });
  } finally {
    process.chdir(cwd);
  }
  const output = Buffer.concat(chunks).toString('latin1');
  const what = outside.changed() ?? outside.seen(output);
  return what === undefined ? undefined : { what, given, output };
}
