/** What the process that begins workers and its workers tell each other. */
import type { TraceEntry } from '../trace/events.ts';

/** What a worker is told: to let requests end, or to end at once. */
export type Order = 'drain' | 'end';

/** What a worker tells. */
export type Told = Extract<TraceEntry, { type: 'listening' | 'draining' }>;
