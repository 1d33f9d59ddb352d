/** One call at a time: those that overlap in one instance would share its stack in memory. */
import { GuestBusy } from './guest.ts';
import type { Wait } from './wait.ts';

export class Turn {
  readonly #wait: Wait;
  #isTaken = false;
  #over: (() => void) | undefined;

  /** @param wait of the instance: where that was ended, work fails with its reason, whatever else it fails with */
  constructor(wait: Wait) {
    this.#wait = wait;
  }

  /** @throws GuestBusy where work that was begun before has not ended */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isTaken) throw new GuestBusy();
    this.#throwIfEnded();
    this.#isTaken = true;
    try {
      return await work();
    } catch (error) {
      this.#throwIfEnded();
      throw error;
    } finally {
      this.#isTaken = false;
      this.#wait.leave();
      this.#over?.();
    }
  }

  /** Ends the instance, and resolves when it is at work no more. */
  async end(reason: Error): Promise<void> {
    this.#wait.end(reason);
    if (this.#isTaken) await new Promise<void>((resolve) => (this.#over = resolve));
  }

  #throwIfEnded(): void {
    if (this.#wait.reason) throw this.#wait.reason;
  }
}
