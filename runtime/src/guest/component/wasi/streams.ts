/** wasi:io/streams, over what a guest reads and writes. */
import { Pollable, readyPollable } from '../../../hosts/pollable.ts';
import { IoError, StreamClosed, StreamFailure } from '../../../hosts/streams.ts';
import type { InputStream, OutputStream } from '../../../hosts/streams.ts';
import type { HostFunction } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';
import { WitError, takingViews } from '../../../hosts/values.ts';
import { FileError } from '../../files/errors.ts';

/** What a stream takes at once: 64 KiB, the size of a pipe on Linux. */
const window = 65_536;

export const ioError: Record<string, HostFunction> = {
  '[method]error.to-debug-string': ({ cause }: IoError) =>
    cause instanceof Error ? cause.message : String(cause),
  '[resource-drop]error': () => undefined,
};

/**
 * What waits gives a promise only where it has to wait: most writes do not, and a guest's start function cannot.
 * @param ended aborted at the guest's end, so that no wait outlives it
 */
export function streams(ended: AbortSignal): Record<string, HostFunction> {
  const blockingRead = (stream: InputStream, length: bigint): Uint8Array | Promise<Uint8Array> =>
    stream.input.ready() ? read(stream, length) : readLater(stream, length, ended);
  const blockingWrite = (stream: OutputStream, bytes: Uint8Array): void | Promise<void> => {
    if (!stream.output.room || (bytes.length <= window && room(stream) > 0)) {
      copy(stream, bytes);
      return;
    }
    return writeLater(stream, bytes.slice(), ended);
  };
  return {
    '[method]input-stream.read': read,
    '[method]input-stream.skip': (stream: InputStream, length: bigint) => BigInt(read(stream, length).length),
    '[method]input-stream.blocking-read': blockingRead,
    '[method]input-stream.blocking-skip': (stream: InputStream, length: bigint) =>
      then(blockingRead(stream, length), ({ length: skipped }) => BigInt(skipped)),
    '[method]input-stream.subscribe': ({ input }: InputStream) =>
      new Pollable(
        () => input.ready(),
        (given) => input.wait(given),
      ),
    '[resource-drop]input-stream': ({ input }: InputStream) => input.close?.(),

    '[method]output-stream.check-write': (stream: OutputStream) => BigInt(room(stream)),
    '[method]output-stream.write': takingViews((stream: OutputStream, bytes: Uint8Array) => {
      requireRoom(stream, bytes.length);
      copy(stream, bytes);
    }),
    '[method]output-stream.write-zeroes': (stream: OutputStream, length: bigint) => {
      requireRoom(stream, length);
      write(stream, new Uint8Array(Number(length)));
    },
    '[method]output-stream.blocking-write-and-flush': takingViews(
      (stream: OutputStream, bytes: Uint8Array) => {
        const written = blockingWrite(stream, bytes);
        // what most writes are: nothing is made for them
        return written ? written.then(() => flushed(stream, ended)) : flushed(stream, ended);
      },
    ),
    '[method]output-stream.blocking-write-zeroes-and-flush': (stream: OutputStream, length: bigint) => {
      if (length > window)
        throw new GuestTrap(`The guest wrote ${length} zeroes at once; it may write ${window}.`);
      return then(blockingWrite(stream, new Uint8Array(Number(length))), () => flushed(stream, ended));
    },
    '[method]output-stream.flush': (stream: OutputStream) => void room(stream),
    '[method]output-stream.blocking-flush': (stream: OutputStream) => flushed(stream, ended),
    '[method]output-stream.splice': (to: OutputStream, from: InputStream, length: bigint) =>
      spliced(to, read(from, least(length, room(to)))),
    '[method]output-stream.blocking-splice': (to: OutputStream, from: InputStream, length: bigint) =>
      then(roomy(to, ended), () =>
        then(blockingRead(from, least(length, room(to))), (bytes) => spliced(to, bytes)),
      ),
    '[method]output-stream.subscribe': (stream: OutputStream) =>
      stream.output.room
        ? new Pollable(
            () => hasRoom(stream),
            (given) => waitForRoom(stream, given),
          )
        : readyPollable(),
    '[resource-drop]output-stream': ({ output }: OutputStream) => output.close?.(),
  };
}

/** What follows, at once where nothing has to be waited for. */
function then<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function read({ input }: InputStream, length: bigint): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = input.read(length < window ? Number(length) : window);
  } catch (error) {
    throw failureOf(error);
  }
  if (!bytes) throw closed;
  return bytes;
}

async function readLater(stream: InputStream, length: bigint, ended: AbortSignal): Promise<Uint8Array> {
  while (!stream.input.ready() && !ended.aborted) await stream.input.wait(ended);
  return read(stream, length);
}

function write({ output }: OutputStream, bytes: Uint8Array): void {
  try {
    output.write(bytes);
  } catch (error) {
    throw failureOf(error);
  }
}

/** The same, of bytes that change when the guest goes on. */
function copy(stream: OutputStream, bytes: Uint8Array): void {
  const { output } = stream;
  if (!output.copy) {
    write(stream, bytes.slice());
    return;
  }
  try {
    output.copy(bytes);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Hands over what there is room for, again and again. */
async function writeLater(stream: OutputStream, bytes: Uint8Array, ended: AbortSignal): Promise<void> {
  for (let at = 0; at < bytes.length && !ended.aborted; at += window) {
    await waitForRoom(stream, ended);
    write(stream, bytes.subarray(at, at + window));
  }
}

/** How much may be written now. */
function room({ output }: OutputStream): number {
  if (!output.room) return window;
  try {
    return Math.min(output.room(), window);
  } catch (error) {
    throw failureOf(error);
  }
}

/** A stream that fails does not make its guest wait: it is told when it writes. */
function hasRoom({ output }: OutputStream): boolean {
  try {
    return (output.room?.() ?? window) > 0;
  } catch {
    return true;
  }
}

async function waitForRoom(stream: OutputStream, given: AbortSignal): Promise<void> {
  while (!hasRoom(stream) && !given.aborted) await stream.output.wait?.(given);
}

function roomy(stream: OutputStream, ended: AbortSignal): void | Promise<void> {
  if (!hasRoom(stream)) return waitForRoom(stream, ended);
}

/** Where the host has taken all, and takes more. */
function flushed(stream: OutputStream, ended: AbortSignal): void | Promise<void> {
  if (!stream.output.room) return undefined;
  const waited = roomy(stream, ended);
  if (waited) return waited.then(() => void room(stream));
  room(stream);
}

function requireRoom(stream: OutputStream, length: number | bigint): void {
  const most = room(stream);
  if (length > most)
    throw new GuestTrap(`The guest wrote ${length} bytes at once where check-write allows ${most}.`);
}

function least(length: bigint, room: number): bigint {
  return length < room ? length : BigInt(room);
}

function spliced(to: OutputStream, bytes: Uint8Array): bigint {
  write(to, bytes);
  return BigInt(bytes.length);
}

/** What the guest is told of what an Input or an Output threw; what none of them foresaw is a bug, and stays itself. */
function failureOf(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  // the reader of a pipe has gone, or the guest has closed the file
  if (error instanceof StreamClosed || code === 'EPIPE' || code === 'EBADF') return closed;
  if (code === undefined && !(error instanceof FileError || error instanceof StreamFailure)) return error;
  return new WitError({ tag: 'last-operation-failed', val: new IoError(error) }, (error as Error).message);
}

/** One for all: each body is read up to its end, and what an error costs is its stack. */
const closed = new WitError({ tag: 'closed' }, 'the stream is closed');
