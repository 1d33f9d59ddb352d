/** wasi:io/poll: things that a guest waits for. */
import type { Pollable } from '../../../hosts/pollable.ts';
import type { HostFunction } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';

/** @param ended aborted at the guest's end, so that no wait outlives it */
export function poll(ended: AbortSignal): Record<string, HostFunction> {
  return {
    '[method]pollable.ready': (pollable: Pollable) => pollable.ready,
    '[method]pollable.block': (pollable: Pollable) => pollable.block(ended),
    '[resource-drop]pollable': () => undefined,

    /** The indexes of those that are ready, at least one. */
    poll: async (pollables: readonly Pollable[]) => {
      if (pollables.length === 0) throw new GuestTrap('The guest waits for nothing at all, and so for ever.');
      const ready = () =>
        Uint32Array.from(pollables.flatMap((pollable, index) => (pollable.ready ? [index] : [])));
      for (;;) {
        const now = ready();
        if (now.length > 0 || ended.aborted) return now;
        const won = new AbortController();
        const given = AbortSignal.any([ended, won.signal]);
        await Promise.race(pollables.map((pollable) => pollable.block(given)));
        // the waits of the others end with this one
        won.abort();
      }
    },
  };
}
