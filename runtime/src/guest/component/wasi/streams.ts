/** wasi:io/streams, over sources and sinks: a terminal, a file, nothing. */
import type { HostFunction } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';
import { HostResource, WitError } from '../../../hosts/values.ts';
import { FileError } from '../../files/errors.ts';
import { Pollable, readyPollable } from './poll.ts';

/** Where an input stream reads. */
export interface Source {
  /** At most `length` bytes of those that are there; none: wait. `undefined` at the end. Throws where reading fails. */
  read(length: number): Uint8Array | undefined;
  /** True where `read` gives bytes, the end or an error. */
  ready(): boolean;
  /** Resolves when `ready` holds, or when the signal says that nobody waits any more. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Called when the guest drops the stream. */
  close?(): void;
}

/** Where an output stream writes: all of it, before it returns. */
export interface Sink {
  write(bytes: Uint8Array): void;
  /** Called when the guest drops the stream. */
  close?(): void;
}

export class IoError extends HostResource {
  readonly cause: unknown;

  constructor(cause: unknown) {
    super('error');
    this.cause = cause;
  }
}

export class InputStream extends HostResource {
  readonly source: Source;

  constructor(source: Source) {
    super('input-stream');
    this.source = source;
  }
}

export class OutputStream extends HostResource {
  readonly sink: Sink;

  constructor(sink: Sink) {
    super('output-stream');
    this.sink = sink;
  }
}

/** What a stream takes at once: 64 KiB, the size of a pipe on Linux. */
const window = 65_536;

export const ioError: Record<string, HostFunction> = {
  '[method]error.to-debug-string': ({ cause }: IoError) =>
    cause instanceof Error ? cause.message : String(cause),
  '[resource-drop]error': () => undefined,
};

/** @param ended aborted at the guest's end, so that no wait outlives it */
export function streams(ended: AbortSignal): Record<string, HostFunction> {
  const blockingRead = async (stream: InputStream, length: bigint): Promise<Uint8Array> => {
    while (!stream.source.ready() && !ended.aborted) await stream.source.wait(ended);
    return read(stream, length);
  };
  return {
    '[method]input-stream.read': read,
    '[method]input-stream.skip': (stream: InputStream, length: bigint) => BigInt(read(stream, length).length),
    '[method]input-stream.blocking-read': blockingRead,
    '[method]input-stream.blocking-skip': async (stream: InputStream, length: bigint) =>
      BigInt((await blockingRead(stream, length)).length),
    '[method]input-stream.subscribe': ({ source }: InputStream) =>
      new Pollable(
        () => source.ready(),
        (given) => source.wait(given),
      ),
    '[resource-drop]input-stream': ({ source }: InputStream) => source.close?.(),

    '[method]output-stream.check-write': () => BigInt(window),
    '[method]output-stream.write': (stream: OutputStream, bytes: Uint8Array) => {
      if (bytes.length > window)
        throw new GuestTrap(`The guest wrote ${bytes.length} bytes at once; it may write ${window}.`);
      write(stream, bytes);
    },
    '[method]output-stream.blocking-write-and-flush': write,
    '[method]output-stream.flush': () => undefined,
    '[method]output-stream.blocking-flush': () => undefined,
    '[method]output-stream.write-zeroes': writeZeroes,
    '[method]output-stream.blocking-write-zeroes-and-flush': writeZeroes,
    '[method]output-stream.splice': (to: OutputStream, from: InputStream, length: bigint) =>
      spliced(to, read(from, length)),
    '[method]output-stream.blocking-splice': async (to: OutputStream, from: InputStream, length: bigint) =>
      spliced(to, await blockingRead(from, length)),
    '[method]output-stream.subscribe': readyPollable,
    '[resource-drop]output-stream': ({ sink }: OutputStream) => sink.close?.(),
  };
}

function read({ source }: InputStream, length: bigint): Uint8Array {
  const bytes = attempt(() => source.read(length < window ? Number(length) : window));
  if (!bytes) throw closed();
  return bytes;
}

function write({ sink }: OutputStream, bytes: Uint8Array): void {
  attempt(() => {
    sink.write(bytes);
  });
}

function writeZeroes(stream: OutputStream, length: bigint): void {
  if (length > window)
    throw new GuestTrap(`The guest wrote ${length} zeroes at once; it may write ${window}.`);
  write(stream, new Uint8Array(Number(length)));
}

function spliced(to: OutputStream, bytes: Uint8Array): bigint {
  write(to, bytes);
  return BigInt(bytes.length);
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // the reader of a pipe has gone, or the guest has closed the file
    if (code === 'EPIPE' || code === 'EBADF') throw closed();
    if (code === undefined && !(error instanceof FileError)) throw error;
    throw new WitError({ tag: 'last-operation-failed', val: new IoError(error) }, (error as Error).message);
  }
}

function closed(): WitError {
  return new WitError({ tag: 'closed' }, 'the stream is closed');
}
