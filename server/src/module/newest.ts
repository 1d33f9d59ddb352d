/** The module that a run takes: the newest one. */
import { capabilityOf } from '@slight/slightfile/interfaces.ts';
import type { KnownModule } from './known.ts';

/** Of several that were written at the same time, the first. */
export function newestOf(modules: readonly KnownModule[]): KnownModule | undefined {
  let newest: KnownModule | undefined;
  for (const module of modules) if (!newest || module.time > newest.time) newest = module;
  return newest;
}

/**
 * What the newest module exports, where it serves by routes and no source was written after it. Nobody is told to build it
 * for a moment between them, but what it says of handlers is of the sources before.
 */
export function routedExports(modules: readonly KnownModule[]): ReadonlySet<string> | undefined {
  const newest = newestOf(modules);
  if (!newest || (newest.newestSource && newest.newestSource.time > newest.time)) return undefined;
  return newest.imports.some((name) => capabilityOf(name) === 'http') ? new Set(newest.exports) : undefined;
}
