/** Values in files, with and without waiting for the disk, beside miniflare's local KV. */
import path from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { guest } from './guests.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { node, slight } from './process.ts';
import { benchCapability, workspace } from './workspace.ts';

/** Gives the nanoseconds that so many calls took. */
type Run = (operation: string, count: string) => Promise<string>;

/** Miniflare is so much slower that a round of as many calls would take a minute. */
const fewer = 10;

const miniflare = 'miniflare’s local KV';

const operations = { set: 'set', get: 'get', 'set-get': 'set and get' } as const;

export const filesystem: Benchmark = {
  name: 'filesystem',
  title: 'keyvalue.filesystem',
  async measure({ rounds, calls, rivals }) {
    const [legacy, component] = [await guest('bench-calls'), await guest('bench-calls-component')];
    await using place = await workspace(benchCapability('keyvalue.filesystem'));
    const data = path.join(place.folder, '.slight');
    const run =
      (module: string, ...flags: string[]): Run =>
      (operation, count) =>
        slight('-c', place.slightfile, 'run', '-q', ...flags, module, '--', operation, count);
    const port =
      (durable: string): Run =>
      (operation, count) =>
        node('bench/direct.ts', 'keyvalue.filesystem', operation, count, data, durable);
    const contestants: Readonly<Record<string, Run>> = {
      ...(rivals && {
        [miniflare]: (operation, count) =>
          node('bench/miniflare.js', operation, count, path.join(place.folder, 'miniflare')),
      }),
      'our port, durable': port('durable'),
      'legacy guest, durable': run(legacy),
      'component guest, durable': run(component),
      'our port, not durable': port('fast'),
      'legacy guest, not durable': run(legacy, '--no-durable'),
      'component guest, not durable': run(component, '--no-durable'),
    };
    const tables: string[] = [];
    for (const [operation, title] of Object.entries(operations)) {
      const values = await inTurn(
        Object.fromEntries(
          Object.entries(contestants).map(([name, contestant]) => [
            name,
            async () => {
              const count = name === miniflare ? Math.ceil(calls / fewer) : calls;
              return (1e9 * count) / Number(await contestant(operation, String(count)));
            },
          ]),
        ),
        rounds,
      );
      const [[first, reference] = ['', []]] = Object.entries(values);
      const rows = Object.entries(values).map(([name, perSecond]) => [
        `${title}, ${name}`,
        round(median(perSecond)),
        round(ratio(perSecond, reference)),
      ]);
      tables.push(table(['', 'a second', `× ${first}`], rows));
    }
    return [
      'One call after the other, values of 100 bytes, 100 keys; more is better. `durable`, the default: a set has reached the disk when it returns. Not durable (`--no-durable`): it has reached the operating system. Miniflare’s KV syncs too: SQLite, and a file for each value.',
      ...tables,
    ].join('\n\n');
  },
};
