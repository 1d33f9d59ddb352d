/** What a guest's call costs, beside the same call made by Node itself. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import type { KeyValue, Ports } from '@slight/runtime/ports.ts';
import { startRedis } from '../test/contract/servers.ts';
import type { Benchmark, Effort } from './benchmark.ts';
import { guest } from './guests.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { node, slight } from './process.ts';
import { benchCapability, workspace } from './workspace.ts';

export const calls: Benchmark = {
  name: 'calls',
  title: 'Calls from a guest',
  versions: [['redis-server', '--version']],
  async measure(effort) {
    const [legacy, component] = [await guest('bench-calls'), await guest('bench-calls-component')];
    const guests = { legacy, component };
    return [
      'One call after the other, values of 100 bytes, each round a process of its own, started as a user starts it; the clock is the one that the guest has, and starts after a quarter as many calls that are not counted.',
      '### keyvalue.redis',
      await redis(guests, effort),
      '### keyvalue.filesystem, not durable',
      await filesystem(guests, effort),
      '### The way there and back alone',
      'The port is a `Map` in memory, so this is what lifting, lowering and waiting cost.',
      await memory(guests, effort),
    ].join('\n\n');
  },
};

interface Guests {
  readonly legacy: string;
  readonly component: string;
}

async function redis({ legacy, component }: Guests, effort: Effort): Promise<string> {
  await using server = await startRedis();
  const address = `redis://127.0.0.1:${server.port}`;
  await using place = await workspace(benchCapability('keyvalue.redis', { REDIS_ADDRESS: address }));
  const run = (module: string) => (operation: string) =>
    slight('-c', place.slightfile, 'run', '-q', module, '--', operation, String(effort.calls));
  const direct = (client: string) => (operation: string) =>
    node('bench/direct.ts', client, operation, String(effort.calls), address);
  return await compare(
    {
      'ioredis, called by Node': direct('ioredis'),
      'our port, called by Node': direct('keyvalue.redis'),
      'legacy guest': run(legacy),
      'component guest': run(component),
    },
    effort,
  );
}

async function filesystem({ legacy, component }: Guests, effort: Effort): Promise<string> {
  await using place = await workspace(benchCapability('keyvalue.filesystem'));
  const run = (module: string) => (operation: string) =>
    slight(
      '-c',
      place.slightfile,
      'run',
      '-q',
      '--no-durable',
      module,
      '--',
      operation,
      String(effort.calls),
    );
  const port = (operation: string) =>
    node(
      'bench/direct.ts',
      'keyvalue.filesystem',
      operation,
      String(effort.calls),
      path.join(place.folder, '.slight'),
    );
  return await compare(
    { 'our port, called by Node': port, 'legacy guest': run(legacy), 'component guest': run(component) },
    effort,
  );
}

async function memory({ legacy, component }: Guests, effort: Effort): Promise<string> {
  // these calls are a hundred times as fast
  const count = effort.calls * 20;
  await using place = await workspace('');
  const store = memoryStore();
  const run = (file: string) => async (operation: string) => {
    const loaded = await loadGuest(await readFile(file), {
      name: file,
      cacheDir: path.join(place.folder, 'cache'),
    });
    const opener = {
      open: <N extends keyof Ports>() => Promise.resolve(store as Ports[keyof Ports] as Ports[N]),
    };
    let output = '';
    await using instance = await loaded.instantiate(hostsFor(loaded.imports, opener).hosts, {
      args: ['calls', operation, String(count)],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: (bytes) => (output += Buffer.from(bytes).toString()),
      stderr: (bytes) => process.stderr.write(bytes),
    });
    await instance.run();
    return output;
  };
  const port = async (operation: string) => {
    const value = Buffer.alloc(100, 'v');
    const start = process.hrtime.bigint();
    for (let call = 0; call < count; call++) {
      if (operation === 'set') await store.set(`key-${call % 100}`, value);
      else await store.get(`key-${call % 100}`);
    }
    return String(process.hrtime.bigint() - start);
  };
  return await compare(
    { 'the port, called by Node': port, 'legacy guest': run(legacy), 'component guest': run(component) },
    { ...effort, calls: count },
  );
}

function memoryStore(): Pick<KeyValue, 'get' | 'set'> {
  const values = new Map<string, Uint8Array>();
  return {
    get: (key) => Promise.resolve(values.get(key)),
    set: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

/** A table of GET and SET; the first contestant is what the others are measured by. Each gives its nanoseconds. */
async function compare(
  contestants: Readonly<Record<string, (operation: string) => Promise<string>>>,
  { rounds, calls: count }: Effort,
): Promise<string> {
  const [first = ''] = Object.keys(contestants);
  const rows: string[][] = [];
  for (const operation of ['get', 'set']) {
    const values = await inTurn(
      Object.fromEntries(
        Object.entries(contestants).map(([name, run]) => [
          name,
          async () => Number(await run(operation)) / 1000 / count,
        ]),
      ),
      rounds,
    );
    for (const [name, microseconds] of Object.entries(values)) {
      const each = median(microseconds);
      rows.push([
        `${operation.toUpperCase()}, ${name}`,
        round(each),
        round(1e6 / each),
        round(ratio(microseconds, values[first] ?? [])),
      ]);
    }
  }
  return table(['', 'µs a call', 'calls a second', `× ${first}`], rows);
}
