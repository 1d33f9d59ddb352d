/**
 * `npm run matrix`: runs every resource with every kind of server and every age of guests, and tells what came of it; some
 * ten minutes. `-- --write` keeps that in results.json and docs/capabilities.md. `-- PATTERN …`: only the resources whose
 * id holds one of them; of the others is kept what was seen before.
 */
import { parseArgs } from 'node:util';
import { startEngine } from '../containers/engine.ts';
import { images } from '../containers/image-list.ts';
import { prepare } from '../commands.ts';
import { attempt } from './attempt.ts';
import { rungs, served } from './axes.ts';
import { writePage } from './page.ts';
import { readResults, writeResults } from './results.ts';
import type { Results } from './results.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' } },
});
const chosen = served.filter(
  ({ id }) => positionals.length === 0 || positionals.some((pattern) => id.includes(pattern)),
);
if (chosen.length === 0) {
  console.error(`No resource matches ${positionals.join(' ')}.`);
  process.exit(1);
}
prepare(['scripts/build.ts', '--production'], ['scripts/build-guests.ts']);

const needed = images
  .map(({ backend }) => backend.id)
  .filter((id) => chosen.some(({ backend }) => backend === id));
const before = readResults();
const results: Record<string, Results[string]> = Object.fromEntries(
  served.flatMap(({ id }) => (before[id] ? [[id, before[id]]] : [])),
);
let failed = false;
{
  await using engine = needed.length > 0 ? await startEngine(needed) : undefined;
  for (const resource of chosen) {
    const seen: Record<string, Results[string][keyof Results[string]]> = {};
    for (const rung of rungs) {
      const outcomes = await attempt(resource, rung, engine?.host);
      if (Object.keys(outcomes).length === 0) continue;
      seen[rung] = outcomes;
      for (const [age, outcome] of Object.entries(outcomes)) {
        const isFault = typeof outcome === 'object' && 'failed' in outcome;
        failed ||= isFault;
        console.log(
          `${resource.id}, ${rung}, ${age}: ${typeof outcome === 'string' ? outcome : JSON.stringify(outcome)}`,
        );
      }
    }
    results[resource.id] = seen;
  }
}
if (values.write) {
  // in the order of the table, whatever was run last
  writeResults(Object.fromEntries(served.flatMap(({ id }) => (results[id] ? [[id, results[id]]] : []))));
  await writePage();
}
if (failed) process.exitCode = 1;
