/** Starts attack-process.ts. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Holding } from './holdings.ts';

const program = path.join(import.meta.dirname, 'attack-process.ts');

/** Tries every known way out, then `count` random rounds from the seed `first` on. Fails with the first escape. */
export async function attack(
  guest: string,
  { first, count, holding }: { readonly first: number; readonly count: number; readonly holding: Holding },
): Promise<void> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, guest, String(first), String(count)],
    {
      env: { ...process.env, ...holding.environment },
      maxBuffer: 2 ** 24,
    },
  );
  assert.match(stdout, new RegExp(`^\\d\\d ways out and ${count} rounds held\n$`));
}
