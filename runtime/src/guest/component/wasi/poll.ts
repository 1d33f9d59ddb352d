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

    poll: (pollables: readonly Pollable[]) => {
      if (pollables.length === 0) throw new GuestTrap('The guest waits for nothing at all, and so for ever.');
      const now = ready(pollables);
      return now.length > 0 ? now : readyLater(pollables, ended);
    },
  };
}

/** The indexes of those that are ready. */
function ready(pollables: readonly Pollable[]): Uint32Array {
  return Uint32Array.from(pollables.flatMap((pollable, index) => (pollable.ready ? [index] : [])));
}

/** The same when there is one; none where nobody waits any more. */
async function readyLater(pollables: readonly Pollable[], ended: AbortSignal): Promise<Uint32Array> {
  for (;;) {
    const won = new AbortController();
    const given = AbortSignal.any([ended, won.signal]);
    await Promise.race(pollables.map(async (pollable) => pollable.block(given)));
    // the waits of the others end with this one
    won.abort();
    const now = ready(pollables);
    if (now.length > 0 || ended.aborted) return now;
  }
}
