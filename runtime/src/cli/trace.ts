/** `--trace`: where the events of a command go. */
import type { Masking } from '../masking/masking.ts';
import { Mistake } from '../mistake.ts';
import type { Trace } from '../trace.ts';
import { createTrace } from '../tracing.ts';
import type { Sink } from '../tracing.ts';
import { fileSink } from './trace-file.ts';

/**
 * The trace that a flag asks for: `ipc`, the path of a file, or nothing. Disposed when every event is out.
 * @throws Mistake where it cannot be written
 */
export function openTrace(
  target: string | undefined,
  masking: Masking,
): AsyncDisposable & { readonly trace: Trace } {
  if (target === undefined) {
    return { trace: createTrace([], masking), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  if (target === 'ipc') {
    const { sink, sent } = ipcSink();
    return { trace: createTrace([sink], masking), [Symbol.asyncDispose]: sent };
  }
  const file = fileSink(target);
  return {
    trace: createTrace([file.sink], masking),
    [Symbol.asyncDispose]: () => {
      file[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}

/** Hands each event to the process that started this one with an IPC channel: the editor. */
function ipcSink(): { readonly sink: Sink; readonly sent: () => Promise<void> } {
  const send = process.send?.bind(process);
  if (!send) {
    throw new Mistake(
      'usage',
      '--trace ipc is for a program that starts slight with an IPC channel. Name a file.',
    );
  }
  let sent = Promise.resolve();
  return {
    sink(event) {
      // an editor that is gone needs no events; its end stops the run by itself
      sent = new Promise((resolve) => send(event, undefined, undefined, () => resolve()));
    },
    sent: () => sent,
  };
}
