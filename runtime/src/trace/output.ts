/** What a guest prints, as events of the trace besides. */
import { writeAll } from '../output.ts';
import type { Trace } from './trace.ts';
import { outputEvents } from './tracing.ts';

/** Inherit: the runtime's own stream. Else each write is handed over. */
type Stream = 'inherit' | ((bytes: Uint8Array) => void);

interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/**
 * The same streams; with a trace, what the guest prints passes through this process, so that it is an event as well.
 * Disposed when the guest has ended: only then is the last of it told.
 */
export function tracedOutput(streams: Streams, trace: Trace): Disposable & { readonly streams: Streams } {
  if (!trace.enabled) return { streams, [Symbol.dispose]: () => undefined };
  const events = { stdout: outputEvents('stdout', trace), stderr: outputEvents('stderr', trace) };
  const tee = (type: 'stdout' | 'stderr') => {
    const target = streams[type];
    const descriptor = type === 'stdout' ? 1 : 2;
    return (bytes: Uint8Array) => {
      // a guest that prints faster than its reader reads waits, and is told where that has gone
      if (target === 'inherit') writeAll(descriptor, bytes);
      else target(bytes);
      events[type].write(bytes);
    };
  };
  return {
    streams: { stdout: tee('stdout'), stderr: tee('stderr') },
    [Symbol.dispose]() {
      events.stdout.end();
      events.stderr.end();
    },
  };
}
