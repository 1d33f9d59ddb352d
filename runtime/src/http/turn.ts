/** The answers that were written to in this turn of the event loop, and what becomes of them at its end. */
import { Blocks } from './gathered.ts';

interface Held {
  /** Sends what there is. */
  send(): void;
}

export class Turn {
  /** What they gather in. */
  readonly blocks = new Blocks();
  readonly #held = new Set<Held>();
  #ends = false;

  add(one: Held): void {
    this.#held.add(one);
    if (this.#ends) return;
    this.#ends = true;
    setImmediate(() => {
      this.#ends = false;
      for (const each of this.#held) each.send();
    });
  }

  delete(one: Held): void {
    this.#held.delete(one);
  }
}
