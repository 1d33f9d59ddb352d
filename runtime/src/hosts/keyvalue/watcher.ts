/** The functions that guests export to be told of changes of a store: wasi:keyvalue/watcher, the same in both drafts. */
import type { KeyValue } from '../../ports/keyvalue.ts';
import { Bucket } from './bucket.ts';

/** What has become of a key: its value, or none any more. */
export interface Change {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

const watcher = /^wasi:keyvalue\/watcher@0\.2\.0-draft2?$/;

/** The interface by which a guest is told; undefined where it wants not to be. */
export function watcherAmong(interfaces: readonly { readonly name: string }[]): string | undefined {
  return interfaces.find(({ name }) => watcher.test(name))?.name;
}

/** The function of that interface that is called, with its arguments. */
export function watcherCall(
  store: KeyValue,
  name: string,
  { key, value }: Change,
): readonly [functionName: string, args: readonly unknown[]] {
  const bucket = new Bucket(store, name);
  return value === undefined ? ['on-delete', [bucket, key]] : ['on-set', [bucket, key, value]];
}

/** The same store, which tells of each change that is made through it, when it is made, and waits for who is told. */
export function watched(store: KeyValue, changed: (change: Change) => Promise<void> | undefined): KeyValue {
  return {
    get: (key) => store.get(key),
    exists: (key) => store.exists(key),
    keys: () => store.keys(),
    async set(key, value) {
      await store.set(key, value);
      await changed({ key, value });
    },
    async delete(key) {
      // what was not there is told of too: to look before would be no surer
      await store.delete(key);
      await changed({ key, value: undefined });
    },
    async increment(key, delta) {
      const sum = await store.increment(key, delta);
      await changed({ key, value: Buffer.from(sum.toString()) });
      return sum;
    },
    async swap(key, expected, value) {
      const isDone = await store.swap(key, expected, value);
      if (isDone) await changed({ key, value });
      return isDone;
    },
  };
}
