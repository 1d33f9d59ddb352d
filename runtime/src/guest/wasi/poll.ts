/** wasi:io/poll: things that a guest waits for. */
import type { HostFunction } from '../../hosts/host.ts';
import { HostResource } from '../../hosts/host.ts';

export class Pollable extends HostResource {
  readonly #isReady: () => boolean;
  readonly #wait: () => Promise<void>;

  /** @param wait resolves when it is ready; called only where it is not, and again for each new wait */
  constructor(isReady: () => boolean, wait: () => Promise<void>) {
    super('pollable');
    this.#isReady = isReady;
    this.#wait = wait;
  }

  get ready(): boolean {
    return this.#isReady();
  }

  async block(): Promise<void> {
    if (!this.ready) await this.#wait();
  }
}

/** Something that never makes its guest wait. */
export function readyPollable(): Pollable {
  return new Pollable(
    () => true,
    () => Promise.resolve(),
  );
}

export const poll: Record<string, HostFunction> = {
  '[method]pollable.ready': (pollable: Pollable) => pollable.ready,
  '[method]pollable.block': (pollable: Pollable) => pollable.block(),
  '[resource-drop]pollable': () => undefined,

  /** The indexes of those that are ready, at least one. */
  poll: async (pollables: readonly Pollable[]) => {
    const ready = () =>
      Uint32Array.from(pollables.flatMap((pollable, index) => (pollable.ready ? [index] : [])));
    const now = ready();
    if (now.length > 0) return now;
    await Promise.race(pollables.map((pollable) => pollable.block()));
    return ready();
  },
};
