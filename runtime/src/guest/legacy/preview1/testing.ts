/** A guest's side of preview 1, by hand: its memory, and its calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GuestMemory } from '../abi/memory.ts';
import type { GuestIo } from '../../guest.ts';
import { openCalls } from './preview1.ts';
import { allRights, errno, oflag, right } from './numbers.ts';

type Value = number | bigint;

/** Where the driver puts what it passes, and where calls put what they give. */
const texts = 1024;
const moreTexts = 8192;
export const out = 16_384;
export const room = 20_480;
const pages = 2;

export interface Guest extends Disposable {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** The folder on the host. */
  at(name?: string): string;
  /** The errno's name. */
  call(name: string, ...parameters: Value[]): string | Promise<string>;
  /** Puts a text, and gives its address and length. */
  text(value: string | Uint8Array, at?: number): [number, number];
  /** Puts one vector, and gives its address and the count. */
  vector(address: number, length: number): [number, number];
  /** Opens below a folder, by default the one at 3, with the rights to read and write. */
  open(
    name: string,
    how?: {
      oflags?: number;
      lookup?: number;
      base?: number;
      inheriting?: number;
      flags?: number;
      from?: number;
    },
  ): number | string;
  write(fd: number, text: string): string | Promise<string>;
  read(fd: number, length?: number): Promise<string>;
  path(name: string, fd: number, path: string, ...more: Value[]): string | Promise<string>;
}

const names = new Map<number, string>(Object.entries(errno).map(([name, number]) => [number, name]));

export function openGuest(io: Partial<GuestIo> = {}): Guest {
  const folder = mkdtempSync(path.join(tmpdir(), 'slight-preview1-'));
  const memory = new GuestMemory();
  memory.bind({ memory: new WebAssembly.Memory({ initial: pages }) });
  const opened = openCalls(
    {
      args: ['guest'],
      environment: {},
      folders: { '/data': folder },
      stdin: 'empty',
      stdout: () => undefined,
      stderr: () => undefined,
      ...io,
    },
    memory,
  );
  const { view, bytes } = memory;
  const name = (number: number) => names.get(number) ?? String(number);
  const call: Guest['call'] = (which, ...parameters) => {
    const work = opened.calls[which] as (...parameters: Value[]) => number | Promise<number>;
    const result = work(...parameters);
    return typeof result === 'number' ? name(result) : result.then(name);
  };
  const text: Guest['text'] = (value, at = texts) => {
    const encoded = typeof value === 'string' ? Buffer.from(value) : value;
    bytes.set(encoded, at);
    return [at, encoded.length];
  };
  const vector: Guest['vector'] = (address, length) => {
    view.setUint32(out + 64, address, true);
    view.setUint32(out + 68, length, true);
    return [out + 64, 1];
  };
  const access = right.fdRead | right.fdWrite | right.fdSeek | right.fdTell;
  return {
    view,
    bytes,
    at: (entry = '') => path.join(folder, entry),
    call,
    text,
    vector,
    open: (entry, { oflags = 0, lookup = 1, base, inheriting = 0, flags = 0, from = 3 } = {}) => {
      const wanted = base ?? ((oflags & oflag.directory) === 0 ? access : allRights & ~right.fdWrite);
      const result = call(
        'path_open',
        ...[from, lookup, ...text(entry), oflags, BigInt(wanted), BigInt(inheriting), flags, out],
      );
      if (typeof result !== 'string') throw new Error('path_open does not wait');
      return result === 'success' ? view.getUint32(out, true) : result;
    },
    write: (fd, value) => call('fd_write', fd, ...vector(...text(value, moreTexts)), out),
    read: async (fd, length = 100) => {
      const result = await call('fd_read', fd, ...vector(room, length), out);
      if (result !== 'success') return result;
      return Buffer.from(bytes.subarray(room, room + view.getUint32(out, true))).toString();
    },
    path: (which, fd, entry, ...more) => call(which, fd, ...text(entry), ...more),
    [Symbol.dispose]() {
      opened[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
