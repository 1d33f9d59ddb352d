/** The contract of keyvalue, seen from inside each kind of guest, in front of a store in memory. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { drivenBucket } from '../runtime/driven.ts';
import { guest } from '../runtime/guests.ts';
import { memoryKeyValue } from './memory/keyvalue.ts';
import type { KeyValueContract } from './keyvalue.ts';
import { bytes } from './keyvalue-asserts.ts';
import { keyvalueContract } from './keyvalue.ts';

const spiderlightning = ['exists', 'increment', 'swap'] as const;

/** What each interface does not offer. */
const lacks: Readonly<Record<string, KeyValueContract['without']>> = {
  kv: spiderlightning,
  keyvalue: spiderlightning,
  'spiderlightning:keyvalue/keyvalue@0.6.0': spiderlightning,
  // counts without a sign, and cannot swap
  'wasi:keyvalue/store@0.2.0-draft': ['increment', 'swap'],
  'wasi:keyvalue/store@0.2.0-draft2': [],
};

for (const { name, language, interface: store } of guestsOf('keyvalue')) {
  // componentize-qjs gives and takes numbers of 64 bits as it does all others
  const without = [...(lacks[store] ?? []), ...(language === 'javascript' ? (['wide'] as const) : [])];
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
