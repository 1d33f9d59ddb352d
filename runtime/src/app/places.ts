/** Places for what is at work at once, and the queue before them. */
import { HttpFault } from '../ports/http.ts';
import type { Stay } from './stay.ts';

/** Somebody in the queue. */
interface Waiting {
  readonly come: () => void;
}

export class Places {
  readonly #most: { readonly instances: number; readonly waiting: number };
  readonly #queue = new Set<Waiting>();
  #taken = 0;
  #isClosed = false;

  constructor(most: { readonly instances: number; readonly waiting: number }) {
    this.#most = most;
  }

  counts(): { readonly busy: number; readonly waiting: number } {
    return { busy: this.#taken, waiting: this.#queue.size };
  }

  /** Nobody waits any more, and nobody comes. */
  close(): void {
    this.#isClosed = true;
    for (const one of this.#queue) one.come();
  }

  /**
   * Takes a place, which is to be left with `leave`.
   * @returns undefined where it was free; settles when it is
   * @throws HttpFault 503 where none is to be had; why the stay is over
   */
  take(stay: Stay): Promise<void> | undefined {
    stay.throwIfOver();
    if (this.#taken >= this.#most.instances || this.#isClosed) return this.#turn(stay);
    this.#taken += 1;
    return undefined;
  }

  async #turn(stay: Stay): Promise<void> {
    this.#throwIfClosed();
    if (this.#queue.size >= this.#most.waiting) throw full('The app has too many requests at once.');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waiting: Waiting = { come: () => resolve(undefined) };
    this.#queue.add(waiting);
    stay.begin({ end: waiting.come });
    await promise;
    // whose turn has come was taken out of the queue, and has the place of who left
    const hasCome = !this.#queue.delete(waiting);
    try {
      this.#throwIfClosed();
      stay.throwIfOver(full('The app has too many requests at once.'));
    } catch (error) {
      if (hasCome) this.leave();
      throw error;
    }
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw full('The app is about to end.');
  }

  /** The place is the next one's. */
  leave(): void {
    if (this.#queue.size === 0 || this.#isClosed) {
      this.#taken -= 1;
      return;
    }
    const [next] = this.#queue;
    if (!next) return;
    this.#queue.delete(next);
    next.come();
  }
}

function full(message: string): HttpFault {
  return new HttpFault(503, message, [['Retry-After', '1']]);
}
