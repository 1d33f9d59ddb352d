/** The other process of lock.test.ts: `LOCK hold`, `LOCK ask`, or `LOCK count FILE ROUNDS`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLocked, lock } from './lock.ts';

const [place = '', what, file = '', rounds] = process.argv.slice(2);
const never = new AbortController().signal;

if (what === 'ask') process.stdout.write(isLocked(place) ? 'locked\n' : 'free\n');
if (what === 'hold') {
  using _held = await lock(place, never);
  process.send?.('held');
  await sleep(60_000);
}
for (let round = 0; round < Number(rounds ?? 0); round++) {
  using _held = await lock(place, never);
  const count = Number(readFileSync(file, 'utf8'));
  await sleep(1);
  writeFileSync(file, String(count + 1));
}
