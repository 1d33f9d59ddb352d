/** What a guest's call costs, beside the same call made by Node itself. */
import path from 'node:path';
import { Redis } from 'ioredis';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import { provider as filesystemProvider } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { startRedis } from '../test/contract/servers.ts';
import { memoryKeyValue } from '../test/contract/memory/keyvalue.ts';
import type { Benchmark, Effort } from './benchmark.ts';
import { fill, guestCaller, nodeCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { context, scratch } from './scratch.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';

export const calls: Benchmark = {
  name: 'calls',
  title: 'Calls from a guest',
  versions: [['redis-server', '--version']],
  async measure(effort) {
    const throughRedis = await redis(effort);
    const text = [
      'One call after the other, keys of 6 bytes, values of 100. A guest measures itself with the clock that WASI gives it.',
      '### keyvalue.redis',
      'One connection each; `ioredis` is the same client, called without slight.',
      throughRedis.text,
      '### keyvalue.filesystem, `--no-durable`',
      (await filesystem(effort)).text,
      '### The way there and back alone',
      'The port is a `Map` in memory: what lifting, lowering and waiting cost.',
      // these calls are a hundred times as fast
      (
        await compare(await fromEverywhere('the port', memoryKeyValue()), {
          ...effort,
          calls: effort.calls * 20,
        })
      ).text,
    ].join('\n\n');
    const { [direct]: ioredis = [], 'our port, from a legacy guest': guest = [] } = throughRedis.gets;
    const highlight = {
      what: "a legacy guest's Redis GET",
      unit: 'µs',
      ours: guest,
      beside: { 'ioredis called from Node': ioredis },
    };
    return { text, highlights: [highlight] };
  },
};

const direct = 'ioredis, from Node';

async function redis(effort: Effort): Promise<Comparison> {
  await using server = await startRedis();
  const address = `redis://127.0.0.1:${server.port}`;
  await using port = await openRedis('bench', { REDIS_ADDRESS: address }, context());
  await using ioredis = directRedis(address);
  return await compare(
    {
      [direct]: nodeCaller({
        get: (key) => ioredis.client.getBuffer(`bench:${key}`),
        set: (key, value) => ioredis.client.set(`bench:${key}`, value),
      }),
      ...(await fromEverywhere('our port', port)),
    },
    effort,
  );
}

function directRedis(address: string): AsyncDisposable & { client: Redis } {
  const client = new Redis(address);
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.quit();
    },
  };
}

async function filesystem(effort: Effort): Promise<Comparison> {
  await using folder = await scratch();
  await using port = await filesystemProvider.open('bench', {}, context(path.join(folder.path, 'keyvalue')));
  return await compare(await fromEverywhere('our port', port), effort);
}

async function fromEverywhere(name: string, port: KeyValue): Promise<Record<string, Caller>> {
  await fill(port);
  return {
    [`${name}, from Node`]: nodeCaller(port),
    [`${name}, from a legacy guest`]: await guestCaller('legacy', port),
    [`${name}, from a component`]: await guestCaller('component', port),
  };
}

interface Comparison {
  readonly text: string;
  /** The microseconds of a GET, by caller. */
  readonly gets: Readonly<Record<string, readonly number[]>>;
}

/** A table of GET and SET; the first caller is what the others are measured by. */
async function compare(
  callers: Readonly<Record<string, Caller>>,
  { rounds, calls: count }: Effort,
): Promise<Comparison> {
  const [first = ''] = Object.keys(callers);
  const rows: string[][] = [];
  let gets: Comparison['gets'] = {};
  for (const operation of ['get', 'set'] as const) {
    const values = await inTurn(
      Object.fromEntries(Object.entries(callers).map(([name, call]) => [name, () => call(operation, count)])),
      rounds,
    );
    if (operation === 'get') gets = values;
    for (const [name, microseconds] of Object.entries(values)) {
      const each = median(microseconds);
      rows.push([
        `${operation.toUpperCase()}: ${name}`,
        round(each),
        round(1e6 / each),
        round(ratio(microseconds, values[first] ?? [])),
      ]);
    }
  }
  const text = table(['', 'µs a call', 'calls a second', `× ${first}`], rows);
  return { text, gets };
}
