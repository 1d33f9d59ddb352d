/** Writes that go through only where nobody has written since: for stores that have no step of their own for them. */
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Reads and writes again as long as another writer comes in between.
 * @param isChanged whether an error of the attempt says that
 * @throws the signal's reason where it is aborted meanwhile
 */
export async function untilUnchanged<T>(
  signal: AbortSignal,
  isChanged: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isChanged(error)) throw error;
    }
    await delay(Math.random() * 20, undefined, { signal });
  }
}

/** Whether two values are the same; undefined: none is there. */
export function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left, right) === 0;
}
