/** What a guest waits for: the `pollable` of wasi:io. */
import { HostResource, allAre } from './values.ts';

/** Resolves when something is ready, or when nobody waits for it any more: then nothing of it may go on. */
export type Wait = (given: AbortSignal) => Promise<void>;

export class Pollable extends HostResource {
  static {
    allAre(this, 'pollable');
  }

  readonly #isReady: () => boolean;
  readonly #wait: Wait;

  /** @param wait called only where it is not ready, and again for each new wait */
  constructor(isReady: () => boolean, wait: Wait) {
    super();
    this.#isReady = isReady;
    this.#wait = wait;
  }

  get ready(): boolean {
    return this.#isReady();
  }

  /** Gives a promise only where there is something to wait for. */
  block(given: AbortSignal): void | Promise<void> {
    if (!this.ready) return this.#wait(given);
  }
}

/** Something that never makes its guest wait. */
export function readyPollable(): Pollable {
  return new Pollable(
    () => true,
    () => Promise.resolve(),
  );
}
