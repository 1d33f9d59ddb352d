/** One call at a time: those that overlap in one instance would share its stack in memory. */
import { GuestBusy } from './guest.ts';

export class Turn {
  #isTaken = false;

  /** @throws GuestBusy where work that was begun before has not ended */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isTaken) throw new GuestBusy();
    this.#isTaken = true;
    try {
      return await work();
    } finally {
      this.#isTaken = false;
    }
  }
}
