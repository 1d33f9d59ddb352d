import { keyvalueContract } from './keyvalue.ts';
import { memoryKeyValue } from './memory/keyvalue.ts';

const stores = new Map<string, Map<string, Uint8Array>>();

keyvalueContract('a port in memory', {
  open(name) {
    const values = stores.get(name) ?? new Map<string, Uint8Array>();
    stores.set(name, values);
    return Promise.resolve({ ...memoryKeyValue(values), [Symbol.asyncDispose]: () => Promise.resolve() });
  },
});
