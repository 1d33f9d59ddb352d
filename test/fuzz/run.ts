/**
 * `npm run fuzz -- --steps 1000000 --seed 1`: the protocol fuzzer at length. The steps are shared among the kinds of
 * client, unless --profile names one. Prints how far it is, what the server weighs, and which requests are the slowest;
 * exits 1 with the first thing that must not be.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import type { Profile } from './profile.ts';
import { profiles } from './profile.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string' },
    checkpoint: { type: 'string', default: '20000' },
    /** The server's program, if not given, dist/server.mjs. */
    server: { type: 'string' },
  },
});

const chosen = profiles.filter(({ name }) => values.profile === undefined || values.profile === name);
if (chosen.length === 0) {
  console.error(`--profile is one of ${profiles.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

for (const profile of chosen) {
  if (!(await run(profile, Math.ceil(Number(values.steps) / chosen.length)))) process.exit(1);
}

/** True where nothing was found. */
async function run(profile: Profile, steps: number): Promise<boolean> {
  const begin = performance.now();
  let told = -1;
  try {
    const { answers, messages, timings } = await fuzz({
      seed: Number(values.seed),
      steps,
      profile,
      checkpoint: Number(values.checkpoint),
      main: values.server,
      onProgress: ({ step, memory }) => {
        const tenth = Math.floor((step / steps) * 10);
        if (tenth === told) return;
        told = tenth;
        const seconds = ((performance.now() - begin) / 1000).toFixed(0);
        console.log(`${profile.name}: ${tenth * 10} %, ${seconds} s, ${(memory / 2 ** 20).toFixed(0)} MB`);
      },
    });
    const perStep = (performance.now() - begin) / steps;
    console.log(`${profile.name}: ${messages} messages, ${answers} answers, ${perStep.toFixed(3)} ms a step`);
    for (const { method, count, median, p99, max } of timings.slice(0, 10)) {
      const times = [median, p99, max].map((time) => time.toFixed(1)).join(' / ');
      console.log(`  ${method}: ${times} ms (median / 99 % / most, of ${count})`);
    }
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}
