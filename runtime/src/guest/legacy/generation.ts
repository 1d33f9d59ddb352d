export type Generation = '0.2' | '0.5';

/** Interfaces that only generation 0.2 has under these names. `configs` is in both. */
const of02 = new Set(['kv', 'mq', 'lockd', 'pubsub', 'http', 'events']);

/** Which generation of the legacy interfaces a module was built for, by what it imports; without a sign, the last. */
export function generationOf(imports: readonly string[]): Generation {
  return imports.some((name) => of02.has(name)) ? '0.2' : '0.5';
}
