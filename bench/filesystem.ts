/** Values in files, with and without waiting for the disk, beside miniflare's local KV. */
import path from 'node:path';
import { provider } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import type { Benchmark, Effort, Highlight } from './benchmark.ts';
import { fill, guestCaller, nodeCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { openMiniflare } from './miniflare.ts';
import { context, scratch } from './scratch.ts';

const operations = { set: 'set', get: 'get', 'set-get': 'set and get' } as const;

const miniflare = 'miniflare’s local KV, from a Worker';

export const filesystem: Benchmark = {
  name: 'filesystem',
  title: 'keyvalue.filesystem',
  async measure(effort) {
    await using folder = await scratch();
    await using open = new AsyncDisposableStack();
    const callers: Record<string, Caller> = {};
    if (effort.rivals) {
      const { call } = open.use(await openMiniflare(path.join(folder.path, 'miniflare')));
      // a get needs something to find
      await call('set', 100);
      // so much slower that as many calls would take a minute a round
      callers[miniflare] = (operation, count) => call(operation, Math.ceil(count / 10));
    }
    for (const durable of [true, false]) {
      const how = durable ? 'durable' : 'not durable';
      const port = open.use(await provider.open('bench', {}, context(path.join(folder.path, how), durable)));
      await fill(port);
      callers[`${how}, from Node`] = nodeCaller(port);
      callers[`${how}, from a legacy guest`] = await guestCaller('legacy', port);
      callers[`${how}, from a component`] = await guestCaller('component', port);
    }
    const tables: string[] = [];
    const highlights: Highlight[] = [];
    for (const operation of Object.keys(operations) as (keyof typeof operations)[]) {
      const values = await measure(callers, operation, effort);
      tables.push(tell(operation, values));
      if (operation === 'set') highlights.push(highlight(values));
    }
    const text = [
      'One call after the other, 100 keys, values of 100 bytes; the more a second, the better. Durable, the default: a set has reached the disk when it returns. Not durable (`--no-durable`): it has reached the operating system. Miniflare’s KV syncs too: it keeps a file for each value, and an SQLite database about them.',
      ...tables,
    ].join('\n\n');
    return { text, highlights };
  },
};

/** So many calls a second of each caller, round by round. */
type Speeds = Readonly<Record<string, readonly number[]>>;

async function measure(
  callers: Readonly<Record<string, Caller>>,
  operation: keyof typeof operations,
  { rounds, calls }: Effort,
): Promise<Speeds> {
  return await inTurn(
    Object.fromEntries(
      Object.entries(callers).map(([name, call]) => [name, async () => 1e6 / (await call(operation, calls))]),
    ),
    rounds,
  );
}

/** The first caller is what the others are measured by. */
function tell(operation: keyof typeof operations, speeds: Speeds): string {
  const [[first, reference] = ['', []]] = Object.entries(speeds);
  return table(
    [operations[operation], 'a second', `× ${first}`],
    Object.entries(speeds).map(([name, perSecond]) => [
      name,
      round(median(perSecond)),
      round(ratio(perSecond, reference)),
    ]),
  );
}

function highlight({ 'durable, from a legacy guest': ours = [], [miniflare]: peer }: Speeds): Highlight {
  return {
    what: 'durable key-value sets a second, from a guest',
    ours,
    beside: peer ? { "miniflare's local KV": peer } : {},
  };
}
