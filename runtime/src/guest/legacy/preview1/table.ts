/** The guest's descriptors. */
import type { File } from '../../files/file.ts';
import type { Folder } from '../../files/folder.ts';
import type { Listing } from '../../files/listings.ts';
import type { Input, Output } from '../../../io/stream.ts';
import { Failure } from './failure.ts';
import { folderRights, right } from './numbers.ts';

interface Common {
  /** What the guest may do with it, and with what it opens below. */
  base: number;
  inheriting: number;
  flags: number;
}

export interface FileEntry extends Common {
  readonly kind: 'file';
  readonly file: File;
  /** Where the next read or write is. */
  offset: bigint;
}

export interface FolderEntry extends Common {
  readonly kind: 'folder';
  readonly folder: Folder;
  /** The guest's path of a folder that the user gave. */
  readonly preopen?: Uint8Array;
  /** What fd_readdir found when it began. */
  listing?: Listing;
}

export interface InputEntry extends Common {
  readonly kind: 'input';
  readonly type: number;
  readonly input: () => Input;
}

export interface OutputEntry extends Common {
  readonly kind: 'output';
  readonly type: number;
  readonly output: Output;
}

export type Entry = FileEntry | FolderEntry | InputEntry | OutputEntry;

export class Table {
  readonly #entries = new Map<number, Entry>();
  /** No number below it is free. */
  #lowest = 0;

  /** Puts an entry under the lowest number that is free, as POSIX has it. */
  add(entry: Entry): number {
    while (this.#entries.has(this.#lowest)) this.#lowest += 1;
    this.#entries.set(this.#lowest, entry);
    return this.#lowest;
  }

  /** @throws Failure `bad-descriptor` for one that is not open */
  get(descriptor: number): Entry {
    const entry = this.#entries.get(descriptor >>> 0);
    if (!entry) throw new Failure('bad-descriptor');
    return entry;
  }

  /** @throws Failure `bad-descriptor` for anything else, `not-capable` where the guest has given a right up */
  file(descriptor: number, needed: number): FileEntry {
    const entry = this.get(descriptor);
    if (entry.kind !== 'file') {
      throw new Failure(entry.kind === 'folder' ? 'bad-descriptor' : 'invalid-seek');
    }
    need(entry, needed);
    return entry;
  }

  /** @throws Failure `not-directory` for a file, `not-capable` where the guest has given a right up */
  folder(descriptor: number, needed: number): FolderEntry {
    const entry = this.get(descriptor);
    if (entry.kind !== 'folder')
      throw new Failure(entry.kind === 'file' ? 'not-directory' : 'bad-descriptor');
    need(entry, needed);
    return entry;
  }

  clear(): void {
    this.#entries.clear();
    this.#lowest = 0;
  }

  remove(descriptor: number): Entry {
    const entry = this.get(descriptor);
    this.#entries.delete(descriptor >>> 0);
    this.#lowest = Math.min(this.#lowest, descriptor >>> 0);
    return entry;
  }

  /** @returns what was there before */
  replace(descriptor: number, entry: Entry): Entry {
    const before = this.get(descriptor);
    this.#entries.set(descriptor >>> 0, entry);
    return before;
  }
}

/** Reading and writing that a file was not opened for is a bad descriptor, as POSIX has it. */
export function need(entry: Entry, needed: number): void {
  const missing = needed & ~entry.base;
  if (missing === 0) return;
  const isAccess = (missing & (right.fdRead | right.fdWrite)) !== 0 && (missing & folderRights) === 0;
  throw new Failure(isAccess ? 'bad-descriptor' : 'not-capable');
}
