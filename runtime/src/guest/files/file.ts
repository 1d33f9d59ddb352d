/** An open file of the host. */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  readvSync,
  writeSync,
  writevSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { FileError } from './errors.ts';

export interface Access {
  readonly read: boolean;
  readonly write: boolean;
}

/** What open(2) is asked for. */
export function accessMode({ read, write }: Access): number {
  if (!write) return constants.O_RDONLY;
  return read ? constants.O_RDWR : constants.O_WRONLY;
}

/** Offsets of files are signed on the host. */
const farthest = 2n ** 63n - 1n;

export class File {
  /** Of the host. */
  readonly descriptor: number;
  readonly access: Access;
  #appender: number | undefined;

  constructor(descriptor: number, access: Access) {
    this.descriptor = descriptor;
    this.access = access;
  }

  close(): void {
    closeSync(this.descriptor);
    if (this.#appender !== undefined && this.#appender !== this.descriptor) closeSync(this.#appender);
  }

  stat(): BigIntStats {
    return fstatSync(this.descriptor, { bigint: true });
  }

  /**
   * @returns the number of bytes; 0 at the end
   * @throws FileError `bad-descriptor` where it is not open for reading
   */
  read(into: Uint8Array, offset: bigint): number {
    return this.readInto([into], offset);
  }

  /** Fills one after the other. */
  readInto(parts: readonly Uint8Array[], offset: bigint): number {
    if (!this.access.read) throw new FileError('bad-descriptor');
    // behind the end of any file
    if (offset > Number.MAX_SAFE_INTEGER && offset <= farthest) return 0;
    const position = toPosition(offset);
    const [only, ...others] = atOnce(parts);
    if (!only) return 0;
    if (others.length > 0) return readvSync(this.descriptor, [only, ...others], position);
    return readSync(this.descriptor, only, 0, only.length, position);
  }

  /**
   * @returns the number of bytes that were written: on a full disk, or of 2 GiB and more, not all
   * @throws FileError `bad-descriptor` where it is not open for writing
   */
  write(bytes: Uint8Array, offset: bigint): number {
    return this.writeFrom([bytes], offset);
  }

  /** Writes one after the other. */
  writeFrom(parts: readonly Uint8Array[], offset: bigint): number {
    this.#checkWritable();
    return writeParts(this.descriptor, parts, toPosition(offset));
  }

  /** Writes at the file's end, wherever that is by then. */
  append(bytes: Uint8Array): number {
    return this.appendFrom([bytes]);
  }

  appendFrom(parts: readonly Uint8Array[]): number {
    this.#checkWritable();
    this.#appender ??= appender(this.descriptor);
    if (this.#appender === this.descriptor) return this.writeFrom(parts, this.stat().size);
    return writeParts(this.#appender, parts);
  }

  resize(size: bigint): void {
    this.#checkWritable();
    if (size > Number.MAX_SAFE_INTEGER) throw new FileError('file-too-large');
    ftruncateSync(this.descriptor, Number(size));
  }

  sync(what: 'all' | 'data'): void {
    if (what === 'all') fsyncSync(this.descriptor);
    else fdatasyncSync(this.descriptor);
  }

  #checkWritable(): void {
    if (!this.access.write) throw new FileError('bad-descriptor');
  }
}

function writeParts(descriptor: number, parts: readonly Uint8Array[], position?: number): number {
  const [only, ...others] = atOnce(parts);
  if (!only) return 0;
  if (others.length > 0) return writevSync(descriptor, [only, ...others], position);
  return writeSync(descriptor, only, 0, only.length, position);
}

/** As many bytes as Linux moves in one call; Node fails where it is asked for some more. */
const mostAtOnce = 0x7ffff000;

/** What of the parts one call moves: guests do the rest with their next one. */
export function atOnce(parts: readonly Uint8Array[]): Uint8Array[] {
  let left = mostAtOnce;
  return parts.flatMap((part) => {
    const piece = part.subarray(0, left);
    left -= piece.length;
    return piece.length > 0 ? [piece] : [];
  });
}

/**
 * The same file, opened so that the host puts each write at its end, also when others write there: that cannot be
 * switched on for a descriptor that is open. Where it cannot be opened so, the descriptor itself.
 */
function appender(descriptor: number): number {
  if (process.platform !== 'linux') return descriptor;
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_APPEND);
  } catch {
    return descriptor;
  }
}

/** As node:fs takes it. No file is as long as what it does not take. */
function toPosition(offset: bigint): number {
  if (offset > farthest) throw new FileError('invalid');
  if (offset > Number.MAX_SAFE_INTEGER) throw new FileError('file-too-large');
  return Number(offset);
}
