/** One at a time, in the order in which they came. */

export interface Turns {
  /**
   * Waits for the turn, and gives what ends it.
   * @param signal ends the wait, with its reason
   */
  take(signal: AbortSignal): Promise<() => void>;
}

export function makeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take(signal) {
      const before = last;
      const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
      last = before.then(() => over);
      const { promise: givenUp, reject } = Promise.withResolvers<never>();
      const abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      try {
        signal.throwIfAborted();
        await Promise.race([before, givenUp]);
        return () => end(undefined);
      } catch (error) {
        end(undefined);
        throw error;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
