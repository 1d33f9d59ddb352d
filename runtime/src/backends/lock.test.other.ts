/** The other process of lock.test.ts: `FOLDER hold`, or `FOLDER count FILE ROUNDS`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from './lock.ts';

const [folder = '', what, file = '', rounds] = process.argv.slice(2);
const never = new AbortController().signal;

if (what === 'hold') {
  await lock(folder, never);
  process.send?.('held');
  await sleep(60_000);
}
for (let round = 0; round < Number(rounds ?? 0); round++) {
  await using _held = await lock(folder, never);
  const count = Number(readFileSync(file, 'utf8'));
  await sleep(1);
  writeFileSync(file, String(count + 1));
}
