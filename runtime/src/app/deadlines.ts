/**
 * What is over at its time. Of all that have equally long, the one that began first is over first, so that one timer does
 * for them: one each costs a request as much as its place.
 */

/** What has a time. */
export interface Timed {
  /** When that is over, as `performance.now` counts. */
  readonly due: number;
  /** It is over. */
  late(): void;
}

export class Deadlines {
  readonly #queues = new Map<number, Queue>();

  /** @param length of its time, in milliseconds, which begins now */
  add(one: Timed, length: number): void {
    let queue = this.#queues.get(length);
    if (!queue) this.#queues.set(length, (queue = new Queue(length)));
    queue.add(one);
  }

  /** It has ended before. */
  delete(one: Timed, length: number): void {
    this.#queues.get(length)?.delete(one);
  }
}

class Queue {
  readonly #length: number;
  /** In the order of their times. */
  readonly #all = new Set<Timed>();
  #timer: NodeJS.Timeout | undefined;
  /** The one that the timer was set for. */
  #next: Timed | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  add(one: Timed): void {
    this.#all.add(one);
    if (!this.#timer) this.#wait(one, this.#length);
  }

  /** The timer stays: the next one sets it again, where there is one. */
  delete(one: Timed): void {
    this.#all.delete(one);
  }

  #wait(one: Timed, milliseconds: number): void {
    this.#next = one;
    // what is under way keeps the process going, and the timer need not
    this.#timer = setTimeout(this.#look, milliseconds).unref();
  }

  readonly #look = () => {
    this.#timer = undefined;
    const [next] = this.#all;
    const now = performance.now();
    // the clock of timers is another, and a little early
    const time = next && next === this.#next ? Math.max(now, next.due) : now;
    for (const one of this.#all) {
      if (one.due > time) {
        this.#wait(one, one.due - time);
        return;
      }
      this.#all.delete(one);
      one.late();
    }
  };
}
