/** The events of a trace, told through the channel. */
import type { TraceEvent } from '../events.ts';
import type { Sink } from '../trace.ts';

/** How many events wait for the channel at most. */
const capacity = 1000;

/** How long a call, or the end, waits for a reader that reads nothing at all, in milliseconds. */
const usualPatience = 10_000;

/** What it needs of a channel. */
interface Teller {
  /** @param done called once the event is out, or will never be */
  tell(event: TraceEvent, done: () => void): void;
}

export interface ChannelSink extends Sink {
  room(): Promise<void> | undefined;
  /** Settles when every event is out, or is not read. */
  sent(): Promise<void>;
}

/**
 * Where who reads the channel is slow, calls wait for it, and where it has stopped reading, they go on after a while, and
 * events are left out. A guest that prints cannot be made to wait for more than one reader, so of what it prints the
 * channel leaves out what does not fit; all of it is on the guest's own streams, which who started it holds too.
 */
export function channelSink(channel: Teller, patience = usualPatience): ChannelSink {
  let waiting = 0;
  let isStuck = false;
  const room = createGate(() => waiting < capacity);
  const emptied = createGate(() => waiting === 0);
  const waitAt = async (gate: Gate): Promise<void> => {
    if (isStuck) return;
    for (let before = waiting; !(await gate.passed(patience)); before = waiting) {
      if (waiting < before) continue;
      isStuck = true;
      return;
    }
  };
  return {
    accept(event) {
      const isOutput = event.type === 'stdout' || event.type === 'stderr';
      if (waiting >= capacity && (isOutput || isStuck)) return;
      waiting += 1;
      channel.tell(event, () => {
        waiting -= 1;
        isStuck = false;
        room.look();
        emptied.look();
      });
    },
    room: () => (waiting < capacity || isStuck ? undefined : waitAt(room)),
    sent: () => waitAt(emptied),
  };
}

interface Gate {
  /** @returns false where it is still shut after this time, in milliseconds */
  passed(patience: number): Promise<boolean>;
  /** Opens it where it is to be open. */
  look(): void;
}

function createGate(isOpen: () => boolean): Gate {
  let opening = Promise.withResolvers<boolean>();
  return {
    async passed(patience) {
      if (isOpen()) return true;
      const { promise: late, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => resolve(false), patience);
      try {
        return await Promise.race([opening.promise, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    look() {
      if (!isOpen()) return;
      opening.resolve(true);
      opening = Promise.withResolvers();
    },
  };
}
