/** Reading and writing: files at once, standard input when there is some. */
import type { Source } from '../wasi/streams.ts';
import { unsigned } from './context.ts';
import type { Call, Context } from './context.ts';
import { errnoOf, Failure } from './failure.ts';
import { errno, fdflag, right } from './numbers.ts';
import { need } from './table.ts';
import type { FileEntry, InputEntry } from './table.ts';

/** What one call reads of standard input at most: what a guest's library reads ahead is less. */
const mostInput = 65_536;

export function transferFunctions({ pointers, table }: Context): Record<string, Call> {
  return {
    fd_read: (fd: number, vectors: number, count: number, done: number) => {
      const entry = table.get(fd);
      need(entry, right.fdRead);
      if (entry.kind === 'input') return input(entry, vectors, count, done);
      if (entry.kind !== 'file') throw new Failure('bad-descriptor');
      pointers.check(done, 4);
      const length = entry.file.readInto(pointers.vectors(vectors, count), entry.offset);
      entry.offset += BigInt(length);
      pointers.setUint32(done, length);
    },
    fd_pread: (fd: number, vectors: number, count: number, offset: bigint, done: number) => {
      const { file } = table.file(fd, right.fdRead | right.fdSeek);
      pointers.check(done, 4);
      pointers.setUint32(done, file.readInto(pointers.vectors(vectors, count), unsigned(offset)));
    },
    fd_write: (fd: number, vectors: number, count: number, done: number) => {
      const entry = table.get(fd);
      need(entry, right.fdWrite);
      pointers.check(done, 4);
      const bytes = Buffer.concat(pointers.vectors(vectors, count));
      if (entry.kind === 'output') {
        entry.sink.write(bytes);
        pointers.setUint32(done, bytes.length);
        return;
      }
      if (entry.kind !== 'file') throw new Failure('bad-descriptor');
      const length = writeTo(entry, bytes, entry.offset);
      entry.offset =
        (entry.flags & fdflag.append) === 0 ? entry.offset + BigInt(length) : entry.file.stat().size;
      pointers.setUint32(done, length);
    },
    /** To a file that is appended to it writes at the end, as on Linux. */
    fd_pwrite: (fd: number, vectors: number, count: number, offset: bigint, done: number) => {
      const entry = table.file(fd, right.fdWrite | right.fdSeek);
      pointers.check(done, 4);
      const bytes = Buffer.concat(pointers.vectors(vectors, count));
      pointers.setUint32(done, writeTo(entry, bytes, unsigned(offset)));
    },
  };

  function input(entry: InputEntry, vectors: number, count: number, done: number): number | Promise<number> {
    const source = entry.source();
    const fill = (): number => {
      pointers.refresh();
      pointers.check(done, 4);
      const parts = pointers.vectors(vectors, count);
      const wanted = parts.reduce((sum, { length }) => sum + length, 0);
      const bytes = wanted === 0 ? undefined : source.read(Math.min(mostInput, wanted));
      pointers.setUint32(done, bytes === undefined ? 0 : scatter(bytes, parts));
      return errno.success;
    };
    // what is wrong with the pointers is told before anything is waited for
    const parts = pointers.vectors(vectors, count);
    if (source.ready() || parts.every(({ length }) => length === 0)) return fill();
    if ((entry.flags & fdflag.nonblock) !== 0) throw new Failure('would-block');
    return waitFor(source).then(fill).catch(errnoOf);
  }
}

async function waitFor(source: Source): Promise<void> {
  while (!source.ready()) await source.wait();
}

function scatter(bytes: Uint8Array, parts: readonly Uint8Array[]): number {
  let at = 0;
  for (const part of parts) {
    const piece = bytes.subarray(at, at + part.length);
    part.set(piece);
    at += piece.length;
  }
  return at;
}

function writeTo({ file, flags }: FileEntry, bytes: Uint8Array, offset: bigint): number {
  const length = (flags & fdflag.append) === 0 ? file.write(bytes, offset) : file.append(bytes);
  if ((flags & (fdflag.sync | fdflag.rsync)) !== 0) file.sync('all');
  else if ((flags & fdflag.dsync) !== 0) file.sync('data');
  return length;
}
