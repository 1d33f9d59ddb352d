/** What is held in memory of the bodies of requests: they are read whole, and what all clients send at once has no other end. */
import { HttpFault } from '../../ports/http.ts';

/** What is held of one body. It is held no more when it is disposed. */
export interface HeldBody extends Disposable {
  /**
   * Counts what has come of it.
   * @param bytes how many more
   * @throws HttpFault 503 where all of them are too large together; 413 where this one is by itself
   */
  add(bytes: number): void;
}

export interface Bodies {
  hold(): HeldBody;
}

/** @param most what they may be together, in bytes */
export function createBodies(most: number): Bodies {
  let all = 0;
  return {
    hold() {
      let own = 0;
      return {
        add(bytes) {
          own += bytes;
          all += bytes;
          if (own > most)
            throw new HttpFault(413, 'The body of the request is larger than this server holds.');
          if (all > most)
            throw new HttpFault(503, 'The app has too many large requests at once.', [['Retry-After', '1']]);
        },
        [Symbol.dispose]() {
          all -= own;
          own = 0;
        },
      };
    },
  };
}
