/** wasi:clocks: the host's clocks. */
import type { HostFunction } from '../../hosts/host.ts';
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
  now: () => process.hrtime.bigint(),
  resolution: () => 1n,
  'subscribe-instant': (when: bigint) => until(when),
  'subscribe-duration': (duration: bigint) => until(process.hrtime.bigint() + duration),
};

export const wallClock: Record<string, HostFunction> = {
  now: () => {
    const now = realtime();
    return { seconds: now / nanoseconds, nanoseconds: Number(now % nanoseconds) };
  },
  resolution: () => ({ seconds: 0n, nanoseconds: 1000 }),
};

/** The longest delay that setTimeout takes, in milliseconds. */
const longest = 2n ** 31n - 1n;

function until(when: bigint): Pollable {
  const left = () => when - process.hrtime.bigint();
  return new Pollable(
    () => left() <= 0n,
    async (given) => {
      for (let rest = left(); rest > 0n && !given.aborted; rest = left()) {
        const milliseconds = (rest + 999_999n) / 1_000_000n;
        await timer(Number(milliseconds < longest ? milliseconds : longest), given);
      }
    },
  );
}

function timer(milliseconds: number, given: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timeout);
      given.removeEventListener('abort', done);
      resolve();
    };
    const timeout = setTimeout(done, milliseconds);
    given.addEventListener('abort', done);
  });
}
