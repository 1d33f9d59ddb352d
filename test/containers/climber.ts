/**
 * A run of its own, as the tests start and kill it: `climber.ts OPTIONS`, forked. It climbs, sends each event and then
 * the steps, and ends in order when it gets SIGINT or SIGTERM, or when it is disconnected.
 */
import { createLadder } from '@slight/runtime/backends/ladder.ts';
import type { ClimbRequest, LadderEvent, Step } from '@slight/runtime/backends/climb.ts';
import type { LadderOptions } from '@slight/runtime/backends/ladder.ts';

export type ClimberOptions = Pick<LadderOptions, 'stateDir' | 'workspace' | 'choice' | 'keep'> & {
  readonly requests: readonly ClimbRequest[];
};

export type ClimberMessage = { readonly event: LadderEvent } | { readonly steps: readonly Step[] };

const { requests, ...options } = JSON.parse(process.argv[2] ?? '{}') as ClimberOptions;
const stop = new AbortController();
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.on(signal, () => {
      stop.abort(new Error(signal));
      resolve();
    });
  }
});
const send = (message: ClimberMessage) => {
  if (process.connected) process.send?.(message);
};

{
  await using ladder = createLadder({ ...options, signal: stop.signal, onEvent: (event) => send({ event }) });
  try {
    send({ steps: await Promise.all(requests.map((request) => ladder.climb(request))) });
    // a signal's handler alone does not keep a process alive
    const alive = setInterval(() => undefined, 60_000);
    await stopped;
    clearInterval(alive);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}
if (process.connected) process.disconnect();
