/** A guest that does with a key-value store what it is told (driven.js). */
import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { decoder, encoder, obedient, unknown } from './driven.js';

export const run = obedient((name) => Keyvalue.open(name), { keys: 0, set: 2 }, perform);

function perform(store, command, [first, value]) {
  const key = first && decoder.decode(first);
  switch (command) {
    case 'get':
      return [store.get(key)];
    case 'set':
      store.set(key, value);
      return [];
    case 'delete':
      store.delete(key);
      return [];
    case 'keys':
      return store.keys().map((one) => encoder.encode(one));
    default:
      return unknown(command);
  }
}
