/**
 * A slice of the fuzzer: every kind of client, with a seed that is always the same and one of the day. `npm run fuzz`
 * runs it at length.
 */
import { describe, test } from 'node:test';
import { fuzz } from './fuzz.ts';
import { profiles } from './profile.ts';

const day = Math.floor(Date.now() / 86_400_000);

// most of the time is spent waiting until a server is silent
describe('clients that do whatever comes to their minds', { concurrency: 3 }, () => {
  for (const seed of [1, day])
    for (const profile of profiles)
      test(`${profile.name}, seed ${seed}`, async () => {
        await fuzz({ seed, profile, steps: 1200, checkpoint: 600 });
      });
});
