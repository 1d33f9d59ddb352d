/** The machine's clocks, and waiting, for both kinds of guest. */

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
