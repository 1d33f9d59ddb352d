/**
 * Folders known by their identity, where the host has no names relative to a descriptor. The path must lead to the
 * same device and inode before each use, and, where something is opened, after it too; a descriptor is kept so that
 * the inode is not given to another folder meanwhile. Between look and use another process may still act: SECURITY.md.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { createFile } from './create.ts';
import { FileError } from './errors.ts';
import type { Folder, Found } from './folder.ts';
import { isKernels } from './kernel.ts';
import { checkName } from './names.ts';

// Windows has none of these
const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

export class KnownFolder implements Folder {
  readonly #path: string;
  readonly #identity: BigIntStats;
  readonly #descriptor: number;

  private constructor(hostPath: string, descriptor: number, identity: BigIntStats) {
    this.#path = hostPath;
    this.#descriptor = descriptor;
    this.#identity = identity;
  }

  /** @param hostPath where no link is at the end */
  static open(hostPath: string): KnownFolder {
    if (!lstatSync(hostPath).isDirectory()) throw new FileError('not-directory');
    const descriptor = openSync(hostPath, O_DIRECTORY | O_NOFOLLOW);
    try {
      const folder = new KnownFolder(hostPath, descriptor, fstatSync(descriptor, { bigint: true }));
      folder.#check();
      return folder;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** @throws FileError `no-entry` where the path leads elsewhere: the folder was renamed, removed or replaced */
  #check(): void {
    const now = lstatSync(this.#path, { bigint: true, throwIfNoEntry: false });
    if (!now?.isDirectory() || !isSame(now, this.#identity)) throw new FileError('no-entry');
  }

  at(name?: string): string {
    if (name !== undefined) checkName(name);
    this.#check();
    return name === undefined ? this.#path : path.join(this.#path, name);
  }

  stat(): BigIntStats {
    return fstatSync(this.#descriptor, { bigint: true });
  }

  look(name: string): Found | undefined {
    const hostPath = this.at(name);
    const stat = lstatSync(hostPath, { bigint: true, throwIfNoEntry: false });
    return stat && { stat, open: (access) => this.#open(hostPath, stat, access), close: () => undefined };
  }

  #open(hostPath: string, seen: BigIntStats, access: number): number {
    if (!seen.isFile()) throw new FileError('not-permitted');
    this.#checkMounted(hostPath, seen);
    // a fifo that took the file's place must not make the runtime wait
    const descriptor = openSync(hostPath, access | O_NOFOLLOW | O_NONBLOCK);
    return this.#checked(descriptor, () => {
      if (!isSame(fstatSync(descriptor, { bigint: true }), seen)) throw new FileError('no-entry');
    });
  }

  /** A descriptor that was just opened, where the folder is still the same. */
  #checked(descriptor: number, check?: () => void): number {
    try {
      check?.();
      this.#check();
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** @throws FileError `not-permitted` where something of the kernel's is mounted there */
  #checkMounted(hostPath: string, found: BigIntStats): void {
    if (found.dev !== this.#identity.dev && isKernels(hostPath)) throw new FileError('not-permitted');
  }

  create(name: string, access: number): number | undefined {
    const descriptor = createFile(this.at(name), access);
    return descriptor === undefined ? undefined : this.#checked(descriptor);
  }

  enter(name: string): KnownFolder {
    const hostPath = this.at(name);
    const folder = KnownFolder.open(hostPath);
    try {
      this.#checkMounted(hostPath, folder.#identity);
      this.#check();
      return folder;
    } catch (error) {
      folder.close();
      throw error;
    }
  }

  again(): KnownFolder {
    return KnownFolder.open(this.at());
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function isSame(one: BigIntStats, other: BigIntStats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
