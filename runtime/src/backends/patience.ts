/** How long the ladder waits for an engine: nothing that one does not do may hold a run up for ever. */
import { Sentence } from './failure.ts';

/** In milliseconds. An engine that takes longer is given up, and the next rung is tried. */
export interface Patience {
  /** To say that it is there, or what runs. */
  readonly answerMs: number;
  /** For anything that takes it little work. */
  readonly callMs: number;
  /** To make and start a container of an image that it has. */
  readonly startMs: number;
  /** To have a server in it answer. */
  readonly readyMs: number;
}

export const patience: Patience = { answerMs: 3_000, callMs: 20_000, startMs: 60_000, readyMs: 60_000 };

/**
 * Waits for what an engine does.
 * @param what it did not do: `make a volume`
 * @throws Sentence when it takes too long; the signal's reason, when it is aborted
 */
export async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal, what: string): Promise<T> {
  const deadline = AbortSignal.timeout(ms);
  try {
    return await Promise.race([work, abortOf(AbortSignal.any([signal, deadline]))]);
  } catch (error) {
    signal.throwIfAborted();
    if (!deadline.aborted) throw error;
    throw new Sentence(`The container engine did not ${what} within ${ms / 1000} seconds.`, { cause: error });
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
