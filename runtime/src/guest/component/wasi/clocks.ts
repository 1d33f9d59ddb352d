/** wasi:clocks: the host's clocks. */
import type { HostFunction } from '../../../hosts/values.ts';
import { Pollable } from './poll.ts';

const nanoseconds = 1_000_000_000n;

/** Nanoseconds of a clock that only goes forward. */
export function monotonic(): bigint {
  return process.hrtime.bigint();
}

/** Nanoseconds since 1970, to the microsecond. Of the system's clock at this moment: it may have been set meanwhile. */
export function realtime(): bigint {
  const exact = performance.timeOrigin + performance.now();
  const now = Date.now();
  return Math.abs(exact - now) < 2 ? BigInt(Math.round(exact * 1e3)) * 1000n : BigInt(now) * 1_000_000n;
}

export const monotonicClock: Record<string, HostFunction> = {
  now: monotonic,
  resolution: () => 1n,
  'subscribe-instant': (when: bigint) => until(when),
  'subscribe-duration': (duration: bigint) => until(monotonic() + duration),
};

export const wallClock: Record<string, HostFunction> = {
  now: () => {
    const now = realtime();
    return { seconds: now / nanoseconds, nanoseconds: Number(now % nanoseconds) };
  },
  resolution: () => ({ seconds: 0n, nanoseconds: 1000 }),
};

function until(when: bigint): Pollable {
  const left = () => when - monotonic();
  return new Pollable(
    () => left() <= 0n,
    async (given) => {
      while (left() > 0n && !given.aborted) await sleep(left(), given);
    },
  );
}

/** The longest delay that setTimeout takes, in milliseconds: 25 days. */
const longest = 2 ** 31 - 1;

/**
 * Waits, or until nobody does any more (`given` up). It may end a millisecond early, and after 25 days: whoever waits
 * looks at the clock.
 */
export function sleep(nanoseconds: bigint, given: AbortSignal): Promise<void> {
  const milliseconds = Number((nanoseconds + 999_999n) / 1_000_000n);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      given.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(Math.max(milliseconds, 0), longest));
    given.addEventListener('abort', done);
  });
}
