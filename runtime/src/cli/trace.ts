/** `--trace`: where the events of a command go. */
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import type { Trace } from '../trace/trace.ts';
import { createTrace } from '../trace/tracing.ts';
import type { Sink } from '../trace/tracing.ts';
import { fileSink } from '../trace/sinks/file.ts';

/**
 * The trace that a flag asks for: `ipc`, the path of a file, or nothing. Disposed when every event is out.
 * @param inputs files of the command, which the trace may not take the place of
 * @throws Mistake where it cannot be written
 */
export function openTrace(
  target: string | undefined,
  masking: Masking,
  inputs: readonly string[],
): AsyncDisposable & { readonly trace: Trace } {
  if (target === undefined) {
    return { trace: createTrace([], masking), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  if (target === 'ipc') {
    const { sink, room, sent } = ipcSink();
    return { trace: createTrace([sink], masking, room), [Symbol.asyncDispose]: sent };
  }
  if (target === '-') {
    throw new Mistake('usage', '--trace - names no file. Name one; /dev/stderr is standard error.');
  }
  const file = fileSink(target, inputs);
  return {
    trace: createTrace([file.sink], masking),
    [Symbol.asyncDispose]: () => {
      file[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}

/** How many events wait for the channel at most. */
const capacity = 1000;

interface Channel {
  readonly sink: Sink;
  readonly room: Trace['room'];
  /** Resolves when every event is out. */
  readonly sent: () => Promise<void>;
}

/**
 * Hands each event to the process that started this one with an IPC channel: the editor. Where that is slow, calls wait
 * for it. A guest that prints cannot be made to wait for more than one reader, so of what it prints the channel leaves
 * out what does not fit; all of it is on the guest's own streams, which that process holds too.
 */
function ipcSink(): Channel {
  const send = process.send?.bind(process);
  if (!send) {
    throw new Mistake(
      'usage',
      '--trace ipc is for a program that starts slight with an IPC channel. Name a file.',
    );
  }
  let waiting = 0;
  let sent = Promise.resolve();
  let room: PromiseWithResolvers<void> | undefined;
  return {
    sink(event) {
      if (waiting >= capacity && (event.type === 'stdout' || event.type === 'stderr')) return;
      waiting += 1;
      // an editor that is gone needs no events; its end stops the run by itself
      sent = new Promise((resolve) => {
        send(event, undefined, undefined, () => {
          waiting -= 1;
          if (waiting < capacity) {
            room?.resolve();
            room = undefined;
          }
          resolve();
        });
      });
    },
    room() {
      if (waiting < capacity) return undefined;
      room ??= Promise.withResolvers();
      return room.promise;
    },
    sent: () => sent,
  };
}
