/**
 * Folders held by a descriptor, on Linux. Names are resolved by the kernel from the descriptor on, through
 * `/proc/self/fd/N/name`, which is openat(2) for those who do not have it: the folder's own path plays no part.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { createFile } from './create.ts';
import { FileError } from './errors.ts';
import type { Folder, Found } from './folder.ts';
import { isKernels } from './kernel.ts';

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
  #device: number | undefined;

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

  get device(): number {
    return (this.#device ??= fstatSync(this.#descriptor).dev);
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
      return new HeldEntry(descriptor, this.device);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  create(name: string, access: number): number | undefined {
    return createFile(this.at(name), access);
  }

  enter(name: string): HeldFolder {
    const folder = HeldFolder.open(this.at(name));
    try {
      if (folder.device !== this.device && isKernels(folder.at())) throw new FileError('not-permitted');
      return folder;
    } catch (error) {
      folder.close();
      throw error;
    }
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
  readonly #device: number;

  /** @param device of the folder that it is in */
  constructor(descriptor: number, device: number) {
    this.#descriptor = descriptor;
    this.#device = device;
    this.stat = fstatSync(descriptor, { bigint: true });
  }

  open(access: number): number {
    // followed: /proc leads to the inode itself. A link cannot be opened so, and a fifo would make the runtime wait.
    if (!this.stat.isFile()) throw new FileError('not-permitted');
    const hostPath = `/proc/self/fd/${this.#descriptor}`;
    if (Number(this.stat.dev) !== this.#device && isKernels(hostPath)) throw new FileError('not-permitted');
    return openSync(hostPath, access);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
