/** The contract of keyvalue, seen from inside each kind of guest, in front of a store in memory. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import { drivenBucket } from '../runtime/driven.ts';
import { guest } from '../runtime/guests.ts';
import { memoryKeyValue } from './memory/keyvalue.ts';
import type { KeyValueContract } from './keyvalue.ts';
import { bytes } from './keyvalue-asserts.ts';
import { keyvalueContract } from './keyvalue.ts';

const spiderlightning = ['exists', 'increment', 'swap'] as const;

const guests: Readonly<Record<string, KeyValueContract['without']>> = {
  'c-keyvalue-0.5': spiderlightning,
  'c-keyvalue-0.2': spiderlightning,
  'c-keyvalue-component': spiderlightning,
  // counts without a sign, and cannot swap
  'c-wasi-keyvalue-draft': ['increment', 'swap'],
  'c-wasi-keyvalue-draft2': [],
  'rust-keyvalue': spiderlightning,
  'rust-keyvalue-component': spiderlightning,
  'js-keyvalue': spiderlightning,
};

for (const [name, without = []] of Object.entries(guests)) {
  const stores = new Map<string, KeyValue>();
  const storeOf = (store: string): KeyValue => {
    const known = stores.get(store) ?? memoryKeyValue();
    stores.set(store, known);
    return known;
  };
  let loaded: Guest;
  before(async () => {
    loaded = await guest(name);
  });
  keyvalueContract(name, {
    without,
    open: (store) => Promise.resolve(drivenBucket(loaded, storeOf(store))),
    openFilled(keys) {
      const values = new Map(keys.map((key) => [key, bytes(key)]));
      return Promise.resolve(drivenBucket(loaded, memoryKeyValue(values)));
    },
  });
}
