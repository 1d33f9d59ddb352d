/** How often a message has failed one time after the other, and so for how long it is kept back. */
import { createHash } from 'node:crypto';
import type { Received } from '../ports/messaging.ts';

/** For how long after the first failure, in milliseconds; twice as long after each that follows, up to the longest. */
export const firstPause = 1_000;
const longestPause = 30_000;

/** How many messages are remembered: of more, the ones that failed first are forgotten, and begin anew. */
const mostKept = 1_000;

export interface Attempts {
  /** @returns for how long it is kept back, in milliseconds */
  failed(message: Received): number;
  succeeded(message: Received): void;
}

/** A broker gives a message no name that it comes again by: what has the same topic and the same bytes is the same. */
export function createAttempts(): Attempts {
  const failures = new Map<string, number>();
  return {
    failed(message) {
      const key = keyOf(message);
      const before = failures.get(key) ?? 0;
      failures.delete(key);
      failures.set(key, before + 1);
      const [oldest] = failures.keys();
      if (failures.size > mostKept && oldest !== undefined) failures.delete(oldest);
      return Math.min(firstPause * 2 ** before, longestPause);
    },
    succeeded(message) {
      if (failures.size > 0) failures.delete(keyOf(message));
    },
  };
}

function keyOf({ topic, body }: Received): string {
  return createHash('sha256').update(topic).update('\0').update(body).digest('base64');
}
