/** What the process that begins workers and its workers tell each other. */
import type { TraceEntry } from '../trace/events.ts';

/** The environment variable by which a worker is told the ports that 0 stands for, in the order of the app's addresses: `4001,4002`. */
export const chosenPorts = 'SLIGHT_CHOSEN_PORTS';

/** What a worker is told: to let requests end, or to end at once. */
export type Order = 'drain' | 'end';

/** What a worker tells. */
export type Told = Extract<TraceEntry, { type: 'listening' | 'draining' }>;
