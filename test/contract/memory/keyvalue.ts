/** A store in memory, by the port's words alone: the contract is tried on it first, and guests in front of it. */
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';

/** A store that answers each call a little later, as a server does, so that guests are paused. */
export function memoryKeyValue(values = new Map<string, Uint8Array>()): KeyValue {
  const later = async <T>(key: string, work: () => T): Promise<T> => {
    await Promise.resolve();
    if (key === '') throw new CapabilityError('invalid-key', 'the key is empty');
    return work();
  };
  const keep = (key: string, value: Uint8Array) => void values.set(key, Uint8Array.from(value));
  return {
    get: (key) => later(key, () => values.get(key)?.slice()),
    set: (key, value) => later(key, () => keep(key, value)),
    exists: (key) => later(key, () => values.has(key)),
    async *keys() {
      for (const key of [...values.keys()]) {
        await Promise.resolve();
        yield key;
      }
    },
    delete: (key) => later(key, () => void values.delete(key)),
    increment: (key, delta) =>
      later(key, () => {
        const text = Buffer.from(values.get(key) ?? Buffer.from('0')).toString();
        const sum = /^(0|-?[1-9]\d*)$/.test(text) && fits(BigInt(text)) ? BigInt(text) + delta : undefined;
        if (sum === undefined || !fits(sum))
          throw new CapabilityError('invalid-value', `${text} does not count`);
        keep(key, Buffer.from(String(sum)));
        return sum;
      }),
    swap: (key, expected, value) =>
      later(key, () => {
        const current = values.get(key);
        const same = current && expected ? Buffer.compare(current, expected) === 0 : current === expected;
        if (same) keep(key, value);
        return same;
      }),
  };
}

function fits(number: bigint): boolean {
  return BigInt.asIntN(64, number) === number;
}
