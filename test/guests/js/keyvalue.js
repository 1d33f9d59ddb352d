/** A guest that does with a key-value store what it is told (driven.js). */
import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { obedient, text } from './driven.js';

export const run = obedient(
  (name) => Keyvalue.open(name),
  {
    get: (store, key) => [store.get(text(key))],
    set: (store, key, value) => store.set(text(key), value),
    delete: (store, key) => store.delete(text(key)),
    keys: (store) => store.keys(),
  },
  { arities: { keys: 0, set: 2 } },
);
