/** What a runtime tells of what serves a capability. Knows nothing of VS Code. */
import type { TraceEvent } from '@slight/runtime/trace/events.ts';

export type BackendEvent = Extract<TraceEvent, { type: 'backend' }>;

/** Tells the event of one capability from those of the others. */
export function capabilityOf({ resource, name }: Pick<BackendEvent, 'resource' | 'name'>): string {
  return `${resource} ${name}`;
}
