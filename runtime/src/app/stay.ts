/** The stay of somebody for whom a work is done: from when they come until it is done, or their patience is over. */
import { HttpFault } from '../ports/http.ts';
import type { Exchange } from '../ports/http.ts';
import type { Deadlines, Timed } from './deadlines.ts';

/** How long somebody waits for what is done for them. */
export interface Patience {
  /** Aborted where nobody waits for it any more. */
  readonly signal?: AbortSignal;
  /** Told of the same where there is no signal: has that called then, or at once (Exchange.whenGone). */
  whenGone?(told: (reason: Error) => void): void;
  /** In milliseconds, the time in the queue included. */
  readonly timeout?: number | undefined;
  /** Milliseconds so far that do not count, since it is who waits that was waited for. */
  clientTime?(): number;
}

/** What is ended when the patience is over. */
interface Endable {
  end(reason: Error): void;
}

/** Whoever waits for the answer of an exchange. */
export class ClientPatience implements Patience {
  readonly timeout: number | undefined;
  readonly #exchange: Pick<Exchange, 'whenGone' | 'clientTime'>;

  constructor(exchange: Pick<Exchange, 'whenGone' | 'clientTime'>, timeout: number | undefined) {
    this.#exchange = exchange;
    this.timeout = timeout;
  }

  whenGone(told: (reason: Error) => void): void {
    this.#exchange.whenGone(told);
  }

  clientTime(): number {
    return this.#exchange.clientTime;
  }
}

export class Stay implements Timed {
  due = 0;
  readonly #patience: Patience;
  readonly #deadlines: Deadlines;
  /** Of what was given in addition. */
  #timer: NodeJS.Timeout | undefined;
  /** How much of the client's time was made good. */
  #given = 0;
  #reason: Error | undefined;
  #work: Endable | undefined;
  #gone: (() => void) | undefined;

  constructor(patience: Patience, deadlines: Deadlines) {
    this.#patience = patience;
    this.#deadlines = deadlines;
    const { signal, timeout } = patience;
    if (signal) this.#listenTo(signal);
    patience.whenGone?.((reason) => this.#end(reason));
    if (timeout === undefined) return;
    this.due = performance.now() + timeout;
    deadlines.add(this, timeout);
  }

  /** Says what is at work now; where the patience is over, that is ended at once. */
  begin(work: Endable): void {
    this.#work = work;
    if (this.#reason) work.end(this.#reason);
  }

  /** That is done. @returns whether it was ended */
  end(): boolean {
    this.#work = undefined;
    return this.#reason !== undefined;
  }

  /** @param late makes what is thrown where it is the time that is over: an error costs as much as a place in the queue */
  throwIfOver(late?: () => Error): void {
    if (!this.#reason) return;
    throw this.#reason instanceof HttpFault && late ? late() : this.#reason;
  }

  /** Nothing is done for them any more. */
  done(): void {
    const { signal, timeout } = this.#patience;
    if (timeout !== undefined) this.#deadlines.delete(this, timeout);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#gone) signal?.removeEventListener('abort', this.#gone);
  }

  late(): void {
    const timeout = this.#patience.timeout ?? 0;
    // another guest computed meanwhile: what this one waits for may have come long ago
    const lost = performance.now() - this.due;
    const more = lost > timeout / 10 ? lost : this.#more(timeout);
    if (more > 0) {
      this.due += lost + more;
      this.#timer = setTimeout(() => this.late(), more);
      return;
    }
    this.#end(new HttpFault(504, `The app took longer than ${timeout / 1000} s to answer.`));
  }

  #listenTo(signal: AbortSignal): void {
    const gone = (this.#gone = () => this.#end(signal.reason as Error));
    if (signal.aborted) gone();
    else signal.addEventListener('abort', gone);
  }

  /** The client's time since it was last made good; not looked at again and again while it goes on. */
  #more(timeout: number): number {
    const time = this.#patience.clientTime?.() ?? 0;
    const more = time - this.#given;
    this.#given = time;
    return more > 0 ? Math.max(more, timeout / 10) : 0;
  }

  #end(reason: Error): void {
    this.#reason ??= reason;
    this.#work?.end(this.#reason);
  }
}
