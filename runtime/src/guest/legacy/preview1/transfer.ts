/** Reading and writing: files at once, standard input when there is some. */
import { atOnce } from '../../files/file.ts';
import type { Input } from '../../../io/stream.ts';
import { unsigned } from './context.ts';
import type { Call, Context } from './context.ts';
import { errnoOf, Failure } from './failure.ts';
import { errno, fdflag, right } from './numbers.ts';
import { need } from './table.ts';
import type { FileEntry, InputEntry, OutputEntry } from './table.ts';

/** What one call reads of standard input at most: what a guest's library reads ahead is less. */
const mostInput = 65_536;

/** 1 MB: what a standard stream is given at once. */
const piece = 1_048_576;

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
      const parts = pointers.vectors(vectors, count);
      if (entry.kind === 'output') {
        pointers.setUint32(done, output(entry, parts));
        return;
      }
      if (entry.kind !== 'file') throw new Failure('bad-descriptor');
      const length = writeTo(entry, parts, entry.offset);
      entry.offset =
        (entry.flags & fdflag.append) === 0 ? entry.offset + BigInt(length) : entry.file.stat().size;
      pointers.setUint32(done, length);
    },
    /** To a file that is appended to it writes at the end, as on Linux. */
    fd_pwrite: (fd: number, vectors: number, count: number, offset: bigint, done: number) => {
      const entry = table.file(fd, right.fdWrite | right.fdSeek);
      pointers.check(done, 4);
      pointers.setUint32(done, writeTo(entry, pointers.vectors(vectors, count), unsigned(offset)));
    },
  };

  function input(entry: InputEntry, vectors: number, count: number, done: number): number | Promise<number> {
    const input = entry.input();
    const fill = (): number => {
      pointers.refresh();
      pointers.check(done, 4);
      const parts = pointers.vectors(vectors, count);
      const wanted = parts.reduce((sum, { length }) => sum + length, 0);
      const bytes = wanted === 0 ? undefined : input.read(Math.min(mostInput, wanted));
      pointers.setUint32(done, bytes === undefined ? 0 : scatter(bytes, parts));
      return errno.success;
    };
    // what is wrong with the pointers is told before anything is waited for
    const parts = pointers.vectors(vectors, count);
    if (input.ready() || parts.every(({ length }) => length === 0)) return fill();
    if ((entry.flags & fdflag.nonblock) !== 0) throw new Failure('would-block');
    return waitFor(input).then(fill).catch(errnoOf);
  }
}

async function waitFor(input: Input): Promise<void> {
  while (!input.ready()) await input.wait();
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

/** What is small is one write, so that it is not mixed with what others write. */
function output({ output }: OutputEntry, given: readonly Uint8Array[]): number {
  const parts = atOnce(given);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // copies, which are the output's own
  if (length <= piece) output.write(Buffer.concat(parts));
  else
    for (const part of parts)
      for (let at = 0; at < part.length; at += piece) output.write(part.slice(at, at + piece));
  return length;
}

function writeTo({ file, flags }: FileEntry, parts: readonly Uint8Array[], offset: bigint): number {
  const length = (flags & fdflag.append) === 0 ? file.writeFrom(parts, offset) : file.appendFrom(parts);
  if ((flags & (fdflag.sync | fdflag.rsync)) !== 0) file.sync('all');
  else if ((flags & fdflag.dsync) !== 0) file.sync('data');
  return length;
}
