/** What of a container is under way: readers and writers that a guest holds, ended with the container at the latest. */
import { once } from '../../once.ts';

export class OpenEnded {
  readonly #open = new Set<() => Promise<void>>();

  /** The same; it is ended with the others, unless it was disposed of before, and in any case once. */
  add<T extends AsyncDisposable>(one: T): T {
    const end = once(async () => {
      try {
        await one[Symbol.asyncDispose]();
      } finally {
        this.#open.delete(end);
      }
    });
    this.#open.add(end);
    return { ...one, [Symbol.asyncDispose]: end };
  }

  /** Settles when all has ended, also what is being ended already. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#open].map((end) => end()));
  }
}
