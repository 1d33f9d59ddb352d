/** What is done within a time, and as long as somebody waits for it. */
import { givenUp } from './failure.ts';

export interface Limits {
  /** Each of them gives it up. */
  readonly signals: readonly AbortSignal[];
  /** In milliseconds. */
  readonly deadline?: number;
  /** What it fails with after that. */
  readonly late?: () => Error;
}

/**
 * @param work is given a signal that aborts, with the reason that it is to fail with, when it is given up
 * @throws CapabilityError where nobody waits any more; what `late` gives after the deadline
 */
export async function within<T>(
  { signals, deadline, late = givenUp }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signals.some(({ aborted }) => aborted)) throw givenUp();
  const limit = new AbortController();
  const giveUp = () => limit.abort(givenUp());
  for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true });
  const timer = deadline === undefined ? undefined : setTimeout(() => limit.abort(late()), deadline);
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', giveUp);
  }
}
