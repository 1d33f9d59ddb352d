/** One thing done again and again by a legacy guest (bench/guests/locks.c), beside the same done from Node. */
import { readFile } from 'node:fs/promises';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { runGuest, sharedCache } from '../test/runtime/guests.ts';
import { opener } from '../test/runtime/opener.ts';
import type { Effort } from './benchmark.ts';
import { guest } from './guests.ts';
import { inTurn, median, ratio, round } from './measure.ts';

/** Two rows of a table: what it is, µs each, how many a second, × Node. */
export async function repeated(
  what: string,
  mode: 'lock' | 'get',
  ports: Parameters<typeof opener>[0],
  once: () => Promise<unknown>,
  { rounds, calls: count }: Pick<Effort, 'rounds' | 'calls'>,
): Promise<readonly (readonly string[])[]> {
  const name = 'bench-locks';
  const loaded = await loadGuest(await readFile(await guest(name)), {
    name: `${name}.wasm`,
    cacheDir: sharedCache,
  });
  const values = await inTurn(
    {
      'from Node': async () => {
        const start = performance.now();
        for (let time = 0; time < count; time++) await once();
        return ((performance.now() - start) * 1000) / count;
      },
      'from a legacy guest': async () =>
        Number((await runGuest(loaded, [mode, String(count)], { opener: opener(ports) })).stdout),
    },
    rounds,
  );
  return Object.entries(values).map(([from, microseconds]) => {
    const each = median(microseconds);
    return [
      `${what}, ${from}`,
      round(each),
      round(1e6 / each),
      round(ratio(microseconds, values['from Node'])),
    ];
  });
}

/** The head of such a table. */
export const repeatedHead = ['', 'µs each', 'a second', '× Node'];
