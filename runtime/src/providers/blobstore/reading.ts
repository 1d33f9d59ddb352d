/** An object that comes from a server, as a stream of Node's. */
import type { Readable } from 'node:stream';
import type { BlobReader } from '../../ports/blobstore.ts';

export interface Waiting {
  /** Milliseconds for the next bytes. */
  readonly deadline: number;
  /** The run's: it ends every wait. */
  readonly signal: AbortSignal;
  /** What the stream failed with, or a wait, as the capability's error. */
  readonly failure: (error: unknown) => Error;
}

/** @param size how many bytes the server has said will come; fewer are a failure */
export function streamReader(
  stream: Readable,
  size: number,
  { deadline, signal, failure }: Waiting,
): BlobReader {
  let left = size;
  let broken: Error | undefined;
  // Azure's client calls it an abort where the server breaks off; ours are not told of by the stream
  stream.on('error', (error) => (broken ??= error.name === 'AbortError' ? brokenOff() : error));
  const more = async () => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const settle = () => resolve(undefined);
    const ended = () => reject(abortError());
    const timer = setTimeout(ended, deadline);
    const events = ['readable', 'end', 'close', 'error'];
    for (const event of events) stream.on(event, settle);
    signal.addEventListener('abort', ended, { once: true });
    if (signal.aborted) ended();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', ended);
      for (const event of events) stream.off(event, settle);
    }
  };

  return {
    size,
    async read() {
      if (left === 0) return undefined;
      for (;;) {
        const bytes = stream.read() as Buffer | null;
        if (bytes) {
          left -= bytes.length;
          // its end is taken too, so that its connection is free again
          if (left === 0) stream.resume();
          return bytes;
        }
        if (broken || stream.readableEnded || stream.destroyed) throw failure(broken ?? brokenOff());
        try {
          await more();
        } catch (error) {
          stream.destroy();
          throw failure(error);
        }
      }
    },
    [Symbol.asyncDispose]() {
      if (left > 0) stream.destroy();
      return Promise.resolve();
    },
  };
}

/**
 * Asks for what is then read for longer than the call may take.
 * @param call given a signal that ends it by the deadline until it is answered, and no longer
 */
export async function answered<T>(
  signal: AbortSignal,
  call: (untilAnswered: AbortSignal) => Promise<T>,
): Promise<T> {
  const waiting = new AbortController();
  const end = () => waiting.abort(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await call(waiting.signal);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** What is not there to be read: a part that lies behind the end of an object. */
export function emptyReader(): BlobReader {
  return {
    size: 0,
    read: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** As clients throw it where their signal ends them. */
function abortError(): Error {
  return new DOMException('The wait has ended.', 'AbortError');
}

function brokenOff(): Error {
  return Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' });
}
