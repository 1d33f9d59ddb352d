/** The same calls of a store, one after the other, from Node and from guests, in one process and so in turn. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import type { Ports } from '@slight/runtime/ports/ports.ts';
import { guest } from './guests.ts';
import { root } from './process.ts';

/** Both of the last in turn, `set-get`, are two calls that count as one. */
export type Operation = 'get' | 'set' | 'set-get';

/** Makes so many calls, and gives the microseconds that one took. */
export type Caller = (operation: Operation, count: number) => Promise<number>;

export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: Buffer): Promise<unknown>;
}

// as in guests/calls.c
const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
const value = Buffer.alloc(100, 'v');

/** Gives every key a value: a get needs something to find. */
export async function fill(store: Store): Promise<void> {
  for (const key of keys) await store.set(key, value);
}

export function nodeCaller(store: Store): Caller {
  return async (operation, count) => {
    const sets = operation !== 'get';
    const gets = operation !== 'set';
    const start = process.hrtime.bigint();
    for (let call = 0; call < count; call++) {
      const key = keys[call % keys.length] ?? '';
      if (sets) {
        // a store need not write what it has already
        value.writeBigInt64LE(start + BigInt(call));
        await store.set(key, value);
      }
      if (gets) await store.get(key);
    }
    return Number(process.hrtime.bigint() - start) / 1000 / count;
  };
}

/** A new instance for each round; what it took is what it says itself, by the clock that it has. */
export async function guestCaller(kind: 'legacy' | 'component', store: KeyValue): Promise<Caller> {
  const file = await guest(kind === 'legacy' ? 'bench-calls' : 'bench-calls-component');
  const loaded = await loadGuest(await readFile(file), {
    name: file,
    cacheDir: path.join(root, '.cache/components'),
  });
  const opener = {
    open: <N extends keyof Ports>() => Promise.resolve(store as Ports[keyof Ports] as Ports[N]),
    call: () => Promise.reject(new Error('no host of these calls its guest')),
  };
  const hosts = (await hostsFor(loaded.imports))(opener);
  return async (operation, count) => {
    let printed = '';
    await using instance = await loaded.instantiate(hosts, {
      args: ['calls', operation, String(count)],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: (bytes) => (printed += Buffer.from(bytes).toString()),
      stderr: (bytes) => process.stderr.write(bytes),
    });
    if ((await instance.run()) !== 0) throw new Error(`${file} failed.`);
    return Number(printed) / 1000 / count;
  };
}
