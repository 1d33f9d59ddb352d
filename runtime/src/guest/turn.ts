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
    this.begin();
    try {
      return await work();
    } catch (error) {
      throw this.reason ?? error;
    } finally {
      this.over();
    }
  }

  /**
   * As `take`, for a work that has its own way to fail: with `reason`, where there is one, and whose end is told by `over`.
   * @throws GuestBusy; the reason
   */
  begin(): void {
    if (this.#isTaken) throw new GuestBusy();
    if (this.reason) throw this.reason;
    this.#isTaken = true;
  }

  over(): void {
    this.#isTaken = false;
    this.#wait.leave();
    this.#over?.();
  }

  /** Why the instance was ended: what work fails with, whatever else it fails with. */
  get reason(): Error | undefined {
    return this.#wait.reason;
  }

  /** Ends the instance, and resolves when it is at work no more. */
  async end(reason: Error): Promise<void> {
    this.#wait.end(reason);
    if (this.#isTaken) await new Promise<void>((resolve) => (this.#over = resolve));
  }
}
