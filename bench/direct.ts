/**
 * The calls of guests/calls.c without a guest: `node bench/direct.ts CLIENT get|set|set-get COUNT`. Prints the
 * nanoseconds that they took.
 */
import path from 'node:path';
import { Redis } from 'ioredis';
import type { KeyValue, OpenContext } from '@slight/runtime/ports.ts';
import { loadProvider } from '@slight/runtime/providers/index.ts';

interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: Uint8Array): Promise<unknown>;
}

const [client = '', operation = '', count = '0', target = '', durable] = process.argv.slice(2);

const calls = Number(count);
const sets = operation.startsWith('set');
const gets = operation !== 'set';
const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
const value = Buffer.alloc(100, 'v');

const store = await open();
// get alone needs something to find
if (!sets) for (const key of keys) await store.set(key, value);
await repeat(calls / 4);
const start = process.hrtime.bigint();
await repeat(calls);
console.log(String(process.hrtime.bigint() - start));
process.exit(0);

async function repeat(times: number): Promise<void> {
  for (let call = 0; call < times; call++) {
    const key = keys[call % keys.length] ?? '';
    if (sets) await store.set(key, value);
    if (gets) await store.get(key);
  }
}

async function open(): Promise<Store> {
  switch (client) {
    case 'ioredis': {
      const redis = new Redis(target);
      return {
        get: (key) => redis.getBuffer(`bench:${key}`),
        set: (key, bytes) => redis.set(`bench:${key}`, bytes as Buffer),
      };
    }
    case 'keyvalue.redis':
      return port({ REDIS_ADDRESS: target });
    case 'keyvalue.filesystem':
      return port({});
    default:
      throw new Error(`There is no client ${client}.`);
  }
}

async function port(configs: Readonly<Record<string, string>>): Promise<KeyValue> {
  const context: OpenContext = {
    dataDir: path.join(target, 'keyvalue'),
    durable: durable === 'durable',
    signal: new AbortController().signal,
    environment: {},
    secrets: () => Promise.resolve(new Map()),
  };
  const provider = await loadProvider(client as 'keyvalue.redis');
  return provider.open('bench', configs, context);
}
