/** Capabilities in memory, for guests to be tried on. */
import type { HostContext } from '@slight/runtime/hosts/host.ts';
import type { Configs } from '@slight/runtime/ports/configs.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import type { PortName, Ports } from '@slight/runtime/ports/ports.ts';
import { CapabilityError, UndeclaredCapability } from '@slight/runtime/ports/errors.ts';

/** A store that answers each call a little later, as a server does, so that guests are paused. */
export function memoryKeyValue(values = new Map<string, Uint8Array>()): KeyValue {
  const later = async <T>(work: () => T): Promise<T> => {
    await Promise.resolve();
    return work();
  };
  const checked = (key: string) => {
    if (key === '') throw new CapabilityError('invalid-key', 'the key is empty');
    return key;
  };
  return {
    get: (key) => later(() => values.get(checked(key))),
    set: (key, value) => later(() => void values.set(checked(key), value)),
    exists: (key) => later(() => values.has(checked(key))),
    async *keys() {
      for (const key of [...values.keys()]) yield later(() => key);
    },
    delete: (key) => later(() => void values.delete(checked(key))),
    increment: (key, delta) =>
      later(() => {
        const text = Buffer.from(values.get(key) ?? Buffer.from('0')).toString();
        const sum = /^(0|-?[1-9]\d*)$/.test(text) && fits(BigInt(text)) ? BigInt(text) + delta : undefined;
        if (sum === undefined || !fits(sum))
          throw new CapabilityError('invalid-value', `${text} does not count`);
        values.set(key, Buffer.from(String(sum)));
        return sum;
      }),
    swap: (key, expected, value) =>
      later(() => {
        const current = values.get(key);
        const same = current && expected ? Buffer.compare(current, expected) === 0 : current === expected;
        if (same) values.set(key, value);
        return same;
      }),
  };
}

function fits(number: bigint): boolean {
  return BigInt.asIntN(64, number) === number;
}

export function memoryConfigs(values: Readonly<Record<string, string>>): Configs {
  return {
    get: (key) => Promise.resolve(values[key] === undefined ? undefined : Buffer.from(values[key])),
    set: () => Promise.reject(new CapabilityError('permission-denied', 'these configs are read-only')),
  };
}

/** Opens what is in the table, by port and name. */
export function opener(table: {
  readonly [N in PortName]?: Readonly<Record<string, Ports[N]>>;
}): HostContext {
  return {
    open<N extends PortName>(port: N, name: string): Promise<Ports[N]> {
      const found: Ports[N] | undefined = table[port]?.[name];
      if (!found)
        return Promise.reject(new UndeclaredCapability(`no ${port} capability named "${name}" is declared`));
      return Promise.resolve(found);
    },
  };
}
