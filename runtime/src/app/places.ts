/**
 * Places for what is at work at once, and the queue before them. Where what they wait for is fast, a few at once do all the
 * work, and do it for less than many: each has a stack of its own while it waits, and its memory has left the caches when
 * it goes on. So more than a few come in only when the thread would have nothing to do.
 */
import { HttpFault } from '../ports/http.ts';
import type { Stay } from './stay.ts';

/** As many come in at once without ado, and as many more each time that the thread has nothing to do. */
const few = 4;

/** Somebody in the queue. */
interface Waiting {
  readonly come: () => void;
}

export class Places {
  readonly #most: { readonly instances: number; readonly waiting: number };
  readonly #few: number;
  readonly #queue = new Set<Waiting>();
  #taken = 0;
  /** Whether somebody has come in or left since the thread was last looked at. */
  #hasMoved = false;
  #isLooking = false;
  #isClosed = false;

  constructor(most: { readonly instances: number; readonly waiting: number }) {
    this.#most = most;
    this.#few = Math.min(few, most.instances);
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
    if (this.#taken >= this.#few || this.#isClosed) return this.#turn(stay);
    this.#enter();
    return undefined;
  }

  async #turn(stay: Stay): Promise<void> {
    this.#throwIfClosed();
    const { instances, waiting: most } = this.#most;
    if (this.#taken + this.#queue.size >= instances + most) throw tooMany();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waiting: Waiting = { come: () => resolve(undefined) };
    this.#queue.add(waiting);
    this.#watch();
    stay.begin({ end: waiting.come });
    await promise;
    // whose turn has come was taken out of the queue, and has a place
    const hasCome = !this.#queue.delete(waiting);
    try {
      this.#throwIfClosed();
      stay.throwIfOver(tooMany);
    } catch (error) {
      if (hasCome) this.leave();
      throw error;
    }
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw full('The app is about to end.');
  }

  /** The place is the next one's, where there are few. */
  leave(): void {
    this.#taken -= 1;
    this.#hasMoved = true;
    if (this.#taken < this.#few) this.#admit(1);
    this.#watch();
  }

  #enter(): void {
    this.#taken += 1;
    this.#hasMoved = true;
  }

  /** @param count of those in the queue, who come in as far as there may be as many */
  #admit(count: number): void {
    if (this.#isClosed) return;
    const most = Math.min(this.#taken + count, this.#most.instances);
    for (const next of this.#queue) {
      if (this.#taken >= most) return;
      this.#queue.delete(next);
      this.#enter();
      next.come();
    }
  }

  /** Looks, while somebody waits who may come in, at each round of the thread whether it has something to do. */
  #watch(): void {
    if (this.#isLooking || this.#queue.size === 0 || this.#taken >= this.#most.instances) return;
    this.#isLooking = true;
    setImmediate(this.#look);
  }

  /** Where nobody has come in or left in a round, all that are at work wait. */
  readonly #look = () => {
    this.#isLooking = false;
    if (!this.#hasMoved) this.#admit(few);
    this.#hasMoved = false;
    this.#watch();
  };
}

const tooMany = () => full('The app has too many requests at once.');

function full(message: string): HttpFault {
  return new HttpFault(503, message, [['Retry-After', '1']]);
}
