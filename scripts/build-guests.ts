/**
 * Builds the guests of the tests into .cache/guests/NAME.wasm; those that are there and whose sources have not changed
 * are left. `node scripts/build-guests.ts [NAME…]`: all of them, or those named.
 */
import path from 'node:path';
import { buildCached } from './guests/cached.ts';
import { guests } from './guests/list.ts';

const root = path.join(import.meta.dirname, '..');
const names = process.argv.slice(2);
const unknown = names.find((name) => !guests.some((guest) => guest.name === name));
if (unknown !== undefined) {
  console.error(`There is no guest ${unknown}. There are ${guests.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

let failed = false;
for (const guest of guests.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const start = performance.now();
  try {
    if (await buildCached(guest, root, path.join(root, '.cache/guests', `${guest.name}.wasm`))) {
      console.log(`built ${guest.name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    failed = true;
    console.error(`${guest.name} was not built: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (failed) process.exitCode = 1;
