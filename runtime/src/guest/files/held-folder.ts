/**
 * Folders held by a descriptor, on Linux. Names are resolved by the kernel from the descriptor on, through
 * `/proc/self/fd/N/name`, which is openat(2) for those who do not have it: the folder's own path plays no part.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { createFile } from './create.ts';
import { FileError } from './errors.ts';
import type { Folder, Found } from './folder.ts';

/** Of fcntl.h on Linux: a descriptor that names an inode and opens nothing. Not in node:fs. */
const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOFOLLOW } = constants;

/** Whether this host has what it takes: Linux, with a /proc that is this process's. */
export function canHold(): boolean {
  if (process.platform !== 'linux') return false;
  const descriptor = openSync('/', O_PATH | O_DIRECTORY);
  try {
    const [seen, own] = [lstatSync(`/proc/self/fd/${descriptor}/.`), fstatSync(descriptor)];
    return seen.dev === own.dev && seen.ino === own.ino;
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}

export class HeldFolder implements Folder {
  readonly #descriptor: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** @param path where no link is at the end */
  static open(path: string): HeldFolder {
    return new HeldFolder(openSync(path, O_PATH | O_DIRECTORY | O_NOFOLLOW));
  }

  at(name = '.'): string {
    return `/proc/self/fd/${this.#descriptor}/${name}`;
  }

  stat(): BigIntStats {
    return fstatSync(this.#descriptor, { bigint: true });
  }

  look(name: string): Found | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(this.at(name), O_PATH | O_NOFOLLOW);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return new HeldEntry(descriptor);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  create(name: string, access: number): number | undefined {
    return createFile(this.at(name), access);
  }

  enter(name: string): HeldFolder {
    return HeldFolder.open(this.at(name));
  }

  again(): HeldFolder {
    return HeldFolder.open(this.at());
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

class HeldEntry implements Found {
  readonly stat: BigIntStats;
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.stat = fstatSync(descriptor, { bigint: true });
  }

  open(access: number): number {
    // followed: /proc leads to the inode itself. A link cannot be opened so, and a fifo would make the runtime wait.
    if (!this.stat.isFile()) throw new FileError('not-permitted');
    return openSync(`/proc/self/fd/${this.#descriptor}`, access);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
