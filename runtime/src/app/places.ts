/** Places for what is at work at once, and the queue before them. */
import { HttpFault } from '../ports/http.ts';

/** How long somebody waits for what is done for them. */
export interface Patience {
  /** Aborted where nobody waits for it any more. */
  readonly signal?: AbortSignal;
  /** In milliseconds, the time in the queue included. */
  readonly timeout?: number | undefined;
  /** Milliseconds so far that do not count, since it is who waits that was waited for. */
  readonly clientTime?: () => number;
}

/** What is ended when the patience is over. */
interface Endable {
  end(reason: Error): void;
}

/** Says what is at work now. What it gives is called when that is done, and tells whether it was ended. */
export type Begin = (work: Endable) => () => boolean;

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
   * Has a place while the work goes on.
   * @throws HttpFault 503 where none is to be had; what the work throws
   */
  async use<T>(patience: Patience, work: (begin: Begin) => Promise<T>): Promise<T> {
    const over = new Over(patience);
    try {
      over.throwIfOver();
      if (this.#taken < this.#most.instances && !this.#isClosed) this.#taken += 1;
      else await this.#turn(over);
      try {
        return await work((one) => over.begin(one));
      } finally {
        this.#leave();
      }
    } finally {
      over.done();
    }
  }

  async #turn(over: Over): Promise<void> {
    this.#throwIfClosed();
    if (this.#queue.size >= this.#most.waiting) throw full('The app has too many requests at once.');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waiting: Waiting = { come: () => resolve(undefined) };
    this.#queue.add(waiting);
    over.begin({ end: waiting.come });
    await promise;
    // whose turn has come was taken out of the queue, and has the place of who left
    const hasCome = !this.#queue.delete(waiting);
    try {
      this.#throwIfClosed();
      over.throwIfOver(full('The app has too many requests at once.'));
    } catch (error) {
      if (hasCome) this.#leave();
      throw error;
    }
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw full('The app is about to end.');
  }

  /** The place is the next one's. */
  #leave(): void {
    const [next] = this.#queue;
    if (!next || this.#isClosed) {
      this.#taken -= 1;
      return;
    }
    this.#queue.delete(next);
    next.come();
  }
}

/** The end of somebody's patience. */
class Over {
  readonly #signal: AbortSignal | undefined;
  readonly #clientTime: () => number;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  /** How much of the client's time was made good. */
  #given = 0;
  #reason: Error | undefined;
  #work: Endable | undefined;

  constructor({ signal, timeout, clientTime = () => 0 }: Patience) {
    this.#signal = signal;
    this.#clientTime = clientTime;
    if (signal?.aborted) this.#reason = signal.reason as Error;
    signal?.addEventListener('abort', this.#gone);
    if (timeout !== undefined) {
      this.#due = performance.now() + timeout;
      this.#timer = setTimeout(this.#late, timeout, timeout);
    }
  }

  begin(work: Endable): () => boolean {
    this.#work = work;
    if (this.#reason) work.end(this.#reason);
    return this.#ended;
  }

  /** @param late what is thrown where it is the time that is over */
  throwIfOver(late?: Error): void {
    if (this.#reason) throw (this.#reason instanceof HttpFault && late) || this.#reason;
  }

  done(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#gone);
  }

  readonly #ended = () => {
    this.#work = undefined;
    return this.#reason !== undefined;
  };

  readonly #gone = () => {
    this.#end(this.#signal?.reason as Error);
  };

  readonly #late = (timeout: number) => {
    // another guest computed meanwhile: what this one waits for may have come long ago
    const lost = performance.now() - this.#due;
    const more = lost > timeout / 10 ? lost : this.#more(timeout);
    if (more > 0) {
      this.#due += lost + more;
      this.#timer = setTimeout(this.#late, more, timeout);
      return;
    }
    this.#end(new HttpFault(504, `The app took longer than ${timeout / 1000} s to answer.`));
  };

  /** The client's time since it was last made good; not looked at again and again while it goes on. */
  #more(timeout: number): number {
    const time = this.#clientTime();
    const more = time - this.#given;
    this.#given = time;
    return more > 0 ? Math.max(more, timeout / 10) : 0;
  }

  #end(reason: Error): void {
    this.#reason ??= reason;
    this.#work?.end(this.#reason);
  }
}

function full(message: string): HttpFault {
  return new HttpFault(503, message, [['Retry-After', '1']]);
}
