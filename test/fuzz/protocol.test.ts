/**
 * A slice of the fuzzer: every kind of client, with seeds that are always the same. `npm run fuzz`
 * runs it at length.
 */
import { describe, test } from 'node:test';
import { fuzz } from './fuzz.ts';
import { profiles } from './profile.ts';

// most of the time is spent waiting until a server is silent
describe('clients that do whatever comes to their minds', { concurrency: 3 }, () => {
  for (const seed of [1, 2])
    for (const profile of profiles)
      test(`${profile.name}, seed ${seed}`, async () => {
        await fuzz({ seed, profile, steps: 1200, checkpoint: 600 });
      });
});
