/**
 * keyvalue.memory: one store a name and run, in the memory of the run, for tests and throw-away runs. Nothing bounds a
 * store but that memory, as nothing but the disk bounds one in a folder.
 */
import type { KeyValue } from '../../ports/keyvalue.ts';
import type { Provider } from '../provider.ts';
import { add, format } from './counter.ts';
import { requireKey } from './keys.ts';

export const provider: Provider<KeyValue> = {
  open(name, _configs, { lasting }) {
    const values = lasting(`keyvalue.memory ${name}`, () => new Map<string, Uint8Array>());
    const withKey = <T>(key: string, work: () => T): Promise<T> =>
      new Promise((resolve) => {
        requireKey(key);
        resolve(work());
      });
    // the caller may use its bytes again
    const keep = (key: string, value: Uint8Array) => void values.set(key, Uint8Array.from(value));

    return Promise.resolve({
      get: (key) => withKey(key, () => values.get(key)?.slice()),
      set: (key, value) => withKey(key, () => keep(key, value)),
      exists: (key) => withKey(key, () => values.has(key)),

      // of a map that changes while it is walked, a key that was deleted and set again would come twice
      async *keys() {
        yield* await Promise.resolve([...values.keys()]);
      },

      delete: (key) => withKey(key, () => void values.delete(key)),

      increment: (key, delta) =>
        withKey(key, () => {
          const sum = add(values.get(key), delta);
          values.set(key, format(sum));
          return sum;
        }),

      swap: (key, expected, value) =>
        withKey(key, () => {
          const current = values.get(key);
          const isExpected =
            current && expected ? Buffer.compare(current, expected) === 0 : current === expected;
          if (isExpected) keep(key, value);
          return isExpected;
        }),

      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
};
