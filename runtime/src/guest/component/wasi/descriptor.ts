/** What a component holds of a file or a folder. */
import { HostResource } from '../../../hosts/values.ts';
import { FileError } from '../../files/errors.ts';
import { File } from '../../files/file.ts';
import type { Folder } from '../../files/folder.ts';
import type { OpenFiles } from '../../files/open-files.ts';
import type { Input, Output } from '../../../io/stream.ts';

export interface DescriptorFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly fileIntegritySync?: boolean;
  readonly dataIntegritySync?: boolean;
  readonly requestedWriteSync?: boolean;
  /** What the guest asked for, and is told again. It may change what is in any folder that it has: all are below one that the user gave it. */
  readonly mutateDirectory?: boolean;
}

export class Descriptor extends HostResource {
  readonly flags: DescriptorFlags;
  readonly open: File | Folder;

  constructor(open: File | Folder, flags: DescriptorFlags) {
    super('descriptor');
    this.open = open;
    this.flags = flags;
  }

  /** @throws FileError `bad-descriptor` for a folder */
  get file(): File {
    if (!(this.open instanceof File)) throw new FileError('bad-descriptor');
    return this.open;
  }

  /** @throws FileError `not-directory` for a file */
  get folder(): Folder {
    if (this.open instanceof File) throw new FileError('not-directory');
    return this.open;
  }

  /** @returns the number of bytes that were written */
  write(bytes: Uint8Array, offset: bigint): number {
    const count = this.file.write(bytes, offset);
    this.#written();
    return count;
  }

  append(bytes: Uint8Array): number {
    const count = this.file.append(bytes);
    this.#written();
    return count;
  }

  #written(): void {
    const { fileIntegritySync = false, dataIntegritySync = false } = this.flags;
    if (fileIntegritySync) this.file.sync('all');
    else if (dataIntegritySync) this.file.sync('data');
  }
}

/** Reads from an offset on. */
export function inputOf(descriptor: Descriptor, offset: bigint, files: OpenFiles): Input {
  if (!descriptor.file.access.read) throw new FileError('bad-descriptor');
  const file = files.share(descriptor.file);
  let at = offset;
  return {
    read(length) {
      const bytes = new Uint8Array(length);
      const count = file.read(bytes, at);
      at += BigInt(count);
      return count === 0 && length > 0 ? undefined : bytes.subarray(0, count);
    },
    ready: () => true,
    wait: () => Promise.resolve(),
    close: () => files.close(file),
  };
}

/** Writes from an offset on; without one, to the file's end, wherever that is at each write. */
export function outputOf(descriptor: Descriptor, offset: bigint | undefined, files: OpenFiles): Output {
  if (!descriptor.file.access.write) throw new FileError('bad-descriptor');
  const file = files.share(descriptor.file);
  let at = offset;
  return {
    write(bytes) {
      for (let start = 0; start < bytes.length;) {
        const rest = bytes.subarray(start);
        const count: number = at === undefined ? descriptor.append(rest) : descriptor.write(rest, at);
        start += count;
        if (at !== undefined) at += BigInt(count);
      }
    },
    close: () => files.close(file),
  };
}
