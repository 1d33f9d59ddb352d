/**
 * Standard input for preview 1 guests, so that one that waits for input does not stop the runtime; and because
 * node:wasi fails with EAGAIN as soon as anything in this process has touched process.stdin.
 */
import type { GuestMemory } from './abi/memory.ts';
import { stdin } from './wasi/stdio.ts';
import type { Source } from './wasi/streams.ts';

/** Of the preview 1 witx. */
const errno = { success: 0, fault: 21, io: 29 } as const;

/** What one call reads at most: what a guest's library reads ahead is less. */
const most = 65_536;

type Read = (fd: number, vectors: number, count: number, read: number) => number;
type Close = (fd: number) => number;
type Renumber = (from: number, to: number) => number;

/** Lays reading of descriptor 0 over node:wasi's, for as long as the guest has not put another file there. */
export function readInput(imports: Record<string, unknown>, memory: GuestMemory): void {
  const read = imports['fd_read'] as Read;
  let isInput = true;
  let source: Source | undefined;

  imports['fd_read'] = new WebAssembly.Suspending(
    (fd: number, vectors: number, count: number, done: number): number | Promise<number> =>
      fd === 0 && isInput
        ? fill((source ??= stdin('inherit')), memory, {
            vectors: vectors >>> 0,
            count: count >>> 0,
            done: done >>> 0,
          })
        : read(fd, vectors, count, done),
  );
  onReplaced(imports, (fd) => {
    isInput &&= fd !== 0;
  });
}

/** Tells of each descriptor that the guest closes or puts another file under. */
export function onReplaced(imports: Record<string, unknown>, replaced: (fd: number) => void): void {
  const close = imports['fd_close'] as Close;
  const renumber = imports['fd_renumber'] as Renumber;
  imports['fd_close'] = (fd: number) => {
    replaced(fd);
    return close(fd);
  };
  imports['fd_renumber'] = (from: number, to: number) => {
    const result = renumber(from, to);
    if (result !== 0) return result;
    replaced(from);
    replaced(to);
    return result;
  };
}

interface Target {
  /** Where the vectors lie, each an address and a length. */
  readonly vectors: number;
  readonly count: number;
  /** Where the number of bytes goes. */
  readonly done: number;
}

async function fill(source: Source, memory: GuestMemory, { vectors, count, done }: Target): Promise<number> {
  memory.refresh();
  const size = memory.bytes.byteLength;
  if (vectors + count * 8 > size || done + 4 > size) return errno.fault;
  const room = Array.from({ length: count }, (_, index) => ({
    address: memory.view.getUint32(vectors + index * 8, true),
    length: memory.view.getUint32(vectors + index * 8 + 4, true),
  }));
  if (room.some(({ address, length }) => address + length > size)) return errno.fault;
  const wanted = Math.min(
    most,
    room.reduce((sum, { length }) => sum + length, 0),
  );
  let bytes: Uint8Array | undefined;
  try {
    while (wanted > 0 && !source.ready()) await source.wait();
    bytes = source.read(wanted);
  } catch {
    return errno.io;
  }
  memory.refresh();
  let at = 0;
  for (const { address, length } of room) {
    const part = bytes?.subarray(at, at + length) ?? new Uint8Array();
    memory.bytes.set(part, address);
    at += part.length;
  }
  memory.view.setUint32(done, at, true);
  return errno.success;
}
