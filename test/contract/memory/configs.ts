/** Configs in memory, by the port's words alone. */
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { Configs } from '@slight/runtime/ports/configs.ts';

/** Configs that a guest reads and does not write. */
export function memoryConfigs(values: Readonly<Record<string, string>>): Configs {
  return {
    get: (key) => Promise.resolve(Object.hasOwn(values, key) ? Buffer.from(values[key] ?? '') : undefined),
    all: () =>
      Promise.resolve(Object.entries(values).map(([key, value]) => [key, Buffer.from(value)] as const)),
    set: () => Promise.reject(new CapabilityError('permission-denied', 'these configs are read-only')),
  };
}

/** Configs that keep what a guest sets until they are closed. */
export function writableConfigs(values: Readonly<Record<string, string>>): Configs {
  const all = new Map(Object.entries(values).map(([key, value]) => [key, Buffer.from(value) as Uint8Array]));
  return {
    get: (key) => Promise.resolve(all.get(key)?.slice()),
    all: () => Promise.resolve([...all]),
    set: (key, value) => Promise.resolve(void all.set(key, Uint8Array.from(value))),
  };
}
