/** The guest's standard streams. */
import { fstatSync } from 'node:fs';
import { writeAll } from '../../output.ts';
import type { GuestIo } from '../guest.ts';
import type { Output, Input } from '../../io/stream.ts';

export const nothing: Input = { read: () => undefined, ready: () => true, wait: () => Promise.resolve() };

export function outputTo(target: GuestIo['stdout'], descriptor: 1 | 2): Output {
  return target === 'inherit' ? { write: (bytes) => writeAll(descriptor, bytes) } : { write: target };
}

/**
 * Whether the guest is told that a stream is a terminal. One that is handed over is one, so that the guest's library
 * writes line by line. Else a character device is, which spares loading node:tty: it could only be /dev/null.
 */
export function isTerminal(target: GuestIo['stdout' | 'stdin'], descriptor: number): boolean {
  if (target === 'inherit') return fstatSync(descriptor).isCharacterDevice();
  return target !== 'empty';
}

/** The runtime's own standard input, which is not touched before the guest asks for it. */
export function stdin(target: GuestIo['stdin']): Input {
  if (target === 'empty') return nothing;
  const stream = process.stdin;
  if (!stream.listeners('error').includes(failed)) stream.on('error', failed);
  const over = () => stream.readableEnded || stream.destroyed || failure !== undefined;
  return {
    read(length) {
      if (failure) throw failure;
      const bytes = stream.read(Math.min(length, stream.readableLength)) as Uint8Array | null;
      return bytes ?? (over() ? undefined : new Uint8Array());
    },
    ready: () => stream.readableLength > 0 || over(),
    wait: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          waiting.delete(done);
          if (waiting.size === 0) listen(stream, false);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        if (waiting.size === 0) listen(stream, true);
        waiting.add(done);
        signal?.addEventListener('abort', done, { once: true });
      }),
  };
}

// The stream is the process's, and an app that serves has many instances: each event has one listener for them all.
const waiting = new Set<() => void>();
let failure: Error | undefined;

function failed(error: Error): void {
  failure = error;
}

function wake(): void {
  for (const done of waiting) done();
}

/** Only a guest that waits for input keeps this process alive. */
function listen(stream: NodeJS.ReadStream, isWaiting: boolean): void {
  keepAlive(stream, isWaiting);
  for (const event of signs) {
    if (isWaiting) stream.on(event, wake);
    else stream.off(event, wake);
  }
}

/** Each means that there is something to read, or that nothing more will come. */
const signs = ['readable', 'end', 'close', 'error'] as const;

/** A file, as standard input can be, knows no ref. */
function keepAlive(stream: Partial<Pick<NodeJS.ReadStream, 'ref' | 'unref'>>, isNeeded: boolean): void {
  if (isNeeded) stream.ref?.();
  else stream.unref?.();
}
