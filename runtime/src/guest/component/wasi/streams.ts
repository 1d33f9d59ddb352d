/** wasi:io/streams, over what a guest reads and writes. */
import { Pollable, readyPollable } from '../../../hosts/pollable.ts';
import { IoError, StreamClosed, StreamFailure } from '../../../hosts/streams.ts';
import type { InputStream, OutputStream } from '../../../hosts/streams.ts';
import type { HostFunction } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';
import { WitError } from '../../../hosts/values.ts';
import { FileError } from '../../files/errors.ts';

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
    while (!stream.input.ready() && !ended.aborted) await stream.input.wait(ended);
    return read(stream, length);
  };
  return {
    '[method]input-stream.read': read,
    '[method]input-stream.skip': (stream: InputStream, length: bigint) => BigInt(read(stream, length).length),
    '[method]input-stream.blocking-read': blockingRead,
    '[method]input-stream.blocking-skip': async (stream: InputStream, length: bigint) =>
      BigInt((await blockingRead(stream, length)).length),
    '[method]input-stream.subscribe': ({ input }: InputStream) =>
      new Pollable(
        () => input.ready(),
        (given) => input.wait(given),
      ),
    '[resource-drop]input-stream': ({ input }: InputStream) => input.close?.(),

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
    '[resource-drop]output-stream': ({ output }: OutputStream) => output.close?.(),
  };
}

function read({ input }: InputStream, length: bigint): Uint8Array {
  const bytes = attempt(() => input.read(length < window ? Number(length) : window));
  if (!bytes) throw closed();
  return bytes;
}

function write({ output }: OutputStream, bytes: Uint8Array): void {
  attempt(() => {
    output.write(bytes);
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
    if (error instanceof StreamClosed || code === 'EPIPE' || code === 'EBADF') throw closed();
    if (code === undefined && !(error instanceof FileError || error instanceof StreamFailure)) throw error;
    throw new WitError({ tag: 'last-operation-failed', val: new IoError(error) }, (error as Error).message);
  }
}

function closed(): WitError {
  return new WitError({ tag: 'closed' }, 'the stream is closed');
}
