/** What a guest holds of a file or a folder. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { HostResource } from '../../hosts/host.ts';
import { fsError } from './fs-errors.ts';
import { resolveInside } from './paths.ts';
import type { Sink, Source } from './streams.ts';

export interface DescriptorFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly mutateDirectory?: boolean;
}

export interface OpenFlags {
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}

/** A folder is held by its path, a file by its open file. */
export class Descriptor extends HostResource {
  readonly path: string;
  readonly flags: DescriptorFlags;
  readonly #file: number | undefined;

  constructor(path: string, flags: DescriptorFlags, file?: number) {
    super('descriptor');
    this.path = path;
    this.flags = flags;
    this.#file = file;
  }

  get isFolder(): boolean {
    return this.#file === undefined;
  }

  /** @throws WitError with `is-directory` for a folder */
  get file(): number {
    if (this.#file === undefined) throw fsError('is-directory');
    return this.#file;
  }

  /** The host path of something inside this folder. */
  at(guestPath: string, follow: boolean): string {
    if (!this.isFolder) throw fsError('not-directory');
    return resolveInside(this.path, guestPath, follow);
  }

  /** @throws WitError with `read-only` where the guest may not change what is in this folder */
  changeable(guestPath: string): string {
    if (!this.flags.mutateDirectory) throw fsError('read-only');
    return this.at(guestPath, false);
  }

  stat(): BigIntStats {
    return this.#file === undefined
      ? statSync(this.path, { bigint: true })
      : fstatSync(this.#file, { bigint: true });
  }

  open(guestPath: string, follow: boolean, how: OpenFlags, flags: DescriptorFlags): Descriptor {
    const changes = how.create || how.truncate || flags.write || flags.mutateDirectory;
    if (changes && !this.flags.mutateDirectory) throw fsError('read-only');
    const hostPath = this.at(guestPath, follow);
    const found = lstatSync(hostPath, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      if (how.exclusive) throw fsError('exist');
      if (flags.write || how.truncate) throw fsError('is-directory');
      return new Descriptor(hostPath, { read: true, mutateDirectory: flags.mutateDirectory ?? false });
    }
    if (how.directory || (found && guestPath.endsWith('/')))
      throw fsError(found ? 'not-directory' : 'no-entry');
    // a device or a pipe of the host is not the guest's to wait on
    if (found && !found.isFile() && !found.isSymbolicLink()) throw fsError('not-permitted');
    return new Descriptor(hostPath, flags, openSync(hostPath, nodeFlags(how, flags), 0o666));
  }

  /** Reads from an offset on. */
  source(offset: bigint): Source {
    const file = this.file;
    let at = Number(offset);
    return {
      read(length) {
        const bytes = new Uint8Array(length);
        const count = readSync(file, bytes, 0, length, at);
        at += count;
        return count === 0 && length > 0 ? undefined : bytes.subarray(0, count);
      },
      ready: () => true,
      wait: () => Promise.resolve(),
    };
  }

  /** Writes from an offset on; without one, to the file's end, wherever that is at each write. */
  sink(offset: bigint | undefined): Sink {
    const file = this.file;
    let at = offset === undefined ? undefined : Number(offset);
    return {
      write(bytes) {
        for (let start = 0; start < bytes.length;) {
          const position: number = at ?? fstatSync(file).size;
          const count = writeSync(file, bytes, start, bytes.length - start, position);
          start += count;
          if (at !== undefined) at += count;
        }
      },
    };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

function nodeFlags(how: OpenFlags, flags: DescriptorFlags): number {
  const access = flags.write ? (flags.read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
  return (
    access |
    // the path has been resolved: a link at its end is one that the guest did not want followed
    constants.O_NOFOLLOW |
    (how.create ? constants.O_CREAT : 0) |
    (how.exclusive ? constants.O_EXCL : 0) |
    (how.truncate ? constants.O_TRUNC : 0)
  );
}
