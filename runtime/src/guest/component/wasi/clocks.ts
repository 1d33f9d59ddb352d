/** wasi:clocks: the host's clocks. */
import type { HostFunction } from '../../../hosts/values.ts';
import { monotonic, realtime, sleep } from '../../io/clock.ts';
import { Pollable } from '../../../hosts/pollable.ts';

const nanoseconds = 1_000_000_000n;

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
