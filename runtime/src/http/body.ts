/** The bodies of HTTP messages as guests read and write them, over the streams of Node. */
import type { IncomingMessage } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import type { Input, Output } from '../io/stream.ts';
import type { Fields, IncomingBody } from '../ports/http.ts';

/** The body of a message that came in. */
export function incomingBody(message: IncomingMessage): IncomingBody {
  return { input: inputFrom(message), trailers: () => pairs(message.rawTrailers) };
}

/** Node's flat list of names and values, as pairs. */
export function pairs(raw: readonly string[]): Fields {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? '']);
}

/** Reads what is there, and no more than is asked for: what is not read yet waits at its sender. */
export function inputFrom(stream: Readable): Input {
  let failure: Error | undefined;
  stream.on('error', (error) => (failure = error));
  const over = () => stream.readableEnded || stream.destroyed;
  return {
    read(length) {
      if (failure) throw failure;
      const bytes = stream.read(Math.min(length, stream.readableLength)) as Uint8Array | null;
      return bytes ?? (over() ? undefined : new Uint8Array());
    },
    ready: () => stream.readableLength > 0 || over() || failure !== undefined,
    wait: (signal) => once(stream, ['readable', 'end', 'close', 'error'], signal),
    close: () => void stream.resume(),
  };
}

/** Takes as much as the stream wants to hold at a time. */
export function outputTo(stream: Writable): Output {
  return {
    write(bytes) {
      if (stream.errored) throw stream.errored;
      stream.write(bytes);
    },
    room: () => (stream.writableNeedDrain ? 0 : stream.writableHighWaterMark),
    flushed: () => stream.writableLength === 0,
    wait: (signal) => once(stream, ['drain', 'close', 'error'], signal),
  };
}

/** Resolves at the first of these events, or when nobody waits any more. */
function once(stream: Readable | Writable, events: readonly string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) stream.off(event, done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
