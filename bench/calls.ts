/** What a guest's call costs, beside the same call made by Node itself. */
import path from 'node:path';
import { Redis } from 'ioredis';
import type { KeyValue } from '@slight/runtime/ports.ts';
import { provider as filesystemProvider } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { startRedis } from '../test/contract/servers.ts';
import { memoryKeyValue } from '../test/runtime/memory.ts';
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
    return [
      'One call after the other, keys of 6 bytes, values of 100. A guest measures itself with the clock that WASI gives it.',
      '### keyvalue.redis',
      'One connection each; `ioredis` is the same client, called without slight.',
      await redis(effort),
      '### keyvalue.filesystem, `--no-durable`',
      await filesystem(effort),
      '### The way there and back alone',
      'The port is a `Map` in memory: what lifting, lowering and waiting cost.',
      // these calls are a hundred times as fast
      await compare(await fromEverywhere('the port', memoryKeyValue()), {
        ...effort,
        calls: effort.calls * 20,
      }),
    ].join('\n\n');
  },
};

async function redis(effort: Effort): Promise<string> {
  await using server = await startRedis();
  const address = `redis://127.0.0.1:${server.port}`;
  await using port = await openRedis('bench', { REDIS_ADDRESS: address }, context());
  await using direct = directRedis(address);
  return await compare(
    {
      'ioredis, from Node': nodeCaller({
        get: (key) => direct.client.getBuffer(`bench:${key}`),
        set: (key, value) => direct.client.set(`bench:${key}`, value),
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

async function filesystem(effort: Effort): Promise<string> {
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

/** A table of GET and SET; the first caller is what the others are measured by. */
async function compare(
  callers: Readonly<Record<string, Caller>>,
  { rounds, calls: count }: Effort,
): Promise<string> {
  const [first = ''] = Object.keys(callers);
  const rows: string[][] = [];
  for (const operation of ['get', 'set'] as const) {
    const values = await inTurn(
      Object.fromEntries(Object.entries(callers).map(([name, call]) => [name, () => call(operation, count)])),
      rounds,
    );
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
  return table(['', 'µs a call', 'calls a second', `× ${first}`], rows);
}
