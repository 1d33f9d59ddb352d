/**
 * Attacks in a process of their own, whose environment may ask for another way to hold folders:
 * `attack-process.ts GUEST SEED COUNT` tries every known way out, then COUNT random rounds. Prints what was tried;
 * exits 1 with the first escape, and how to do it again.
 */
import process from 'node:process';
import { guest } from '../runtime/guests.ts';
import { attempt, round } from './round.ts';
import type { Escape } from './round.ts';
import { allWays, attacks } from './ways-out.ts';

const [name = '', first = '', count = ''] = process.argv.slice(2);
const loaded = await guest(name);
const ways = allWays('').map(({ name }) => name);
for (const [index, way] of ways.entries()) {
  const chosen = (root: string) =>
    allWays(root)
      .slice(index, index + 1)
      .flatMap(attacks);
  report(way, await attempt(loaded, chosen));
}
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  report(`seed ${seed}`, await round(loaded, seed));
}
console.log(`${ways.length} ways out and ${count} rounds held`);

function report(what: string, escape: Escape | undefined): void {
  if (!escape) return;
  const given = escape.given.slice(0, 60).join('\n');
  console.error(`${name}, ${what}: ${escape.what}\n\n${given}\n\n${escape.output.slice(0, 4000)}`);
  process.exit(1);
}
