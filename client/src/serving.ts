/** What a run's events say of what serves its capabilities, as the language server takes it. Knows nothing of VS Code. */
import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { TraceEvent } from '@slight/runtime/trace.ts';
import type { Serving } from '@slight/server/serving.ts';

export type BackendEvent = Extract<TraceEvent, { type: 'backend' }>;

/** Tells the event of one capability from those of the others. */
export function capabilityOf({ resource, name }: BackendEvent): string {
  return `${resource} ${name}`;
}

/**
 * What serves now, of the last event of each capability.
 * @param slightfile its path; folders below it are given as people read them: `.slight/keyvalue/orders`
 */
export function servingOf(events: Iterable<BackendEvent>, slightfile: string): readonly Serving[] {
  return Array.from(events)
    .filter(({ state }) => state === 'ready')
    .map(({ resource, name, rung, address, image, folder }) => ({
      resource,
      name,
      rung,
      ...(address !== undefined && { address }),
      ...(image !== undefined && { image }),
      ...(folder !== undefined && { folder: shortened(folder, dirname(slightfile)) }),
    }));
}

/** True for a server that `slight up` has brought up or joined, and left running. */
export function isServer({ state, rung }: BackendEvent): boolean {
  return state === 'ready' && (rung === 'container' || rung === 'local');
}

function shortened(folder: string, from: string): string {
  const path = relative(from, folder);
  return path.startsWith('..') || isAbsolute(path) ? folder : path.split(sep).join('/');
}
