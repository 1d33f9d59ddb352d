/** wasi:filesystem over the folders that GuestIo gives. Without any, a guest cannot come by a descriptor. */
import type { HostFunction } from '../../../hosts/values.ts';
import { HostResource, WitError } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';
import { fileErrorCode, FileError } from '../../files/errors.ts';
import { File } from '../../files/file.ts';
import type { Folder, Sandbox } from '../../files/folder.ts';
import type { Listing } from '../../files/listings.ts';
import { OpenFiles } from '../../files/open-files.ts';
import {
  linkAt,
  makeFolderAt,
  readLinkAt,
  removeFolderAt,
  renameAt,
  setTimes,
  setTimesAt,
  statAt,
  symlinkAt,
  sync,
  unlinkAt,
} from '../../files/operations.ts';
import { Descriptor, outputOf, inputOf } from './descriptor.ts';
import type { DescriptorFlags } from './descriptor.ts';
import { toHash, toStat, toTime, typeOf } from './file-stat.ts';
import type { NewTimestamp } from './file-stat.ts';
import { InputStream, OutputStream } from '../../../hosts/streams.ts';
import type { IoError } from '../../../hosts/streams.ts';

interface PathFlags {
  readonly symlinkFollow?: boolean;
}

interface OpenFlags {
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}

class EntryStream extends HostResource {
  readonly listing: Listing;

  constructor(listing: Listing) {
    super('directory-entry-stream');
    this.listing = listing;
  }
}

/** 16 MB: what one `read` may bring into the guest's memory. */
const mostRead = 16_777_216n;

export interface Filesystem extends Disposable {
  readonly types: Record<string, HostFunction>;
  readonly preopens: Record<string, HostFunction>;
}

/** @param folders guest path → host path */
export function filesystem(folders: Readonly<Record<string, string>>, sandbox?: Sandbox): Filesystem {
  const files = new OpenFiles();
  return {
    types: withErrors(typesOver(files)),
    preopens: {
      'get-directories': () =>
        Object.entries(folders).map(([guest, host]) => [
          new Descriptor(hold(files, host, sandbox), { read: true, mutateDirectory: true }),
          guest,
        ]),
    },
    [Symbol.dispose]: () => files[Symbol.dispose](),
  };
}

/** The WIT has no error here for a guest that asks again and again. */
function hold(files: OpenFiles, hostPath: string, sandbox: Sandbox | undefined): Folder {
  try {
    return files.hold(hostPath, sandbox);
  } catch (error) {
    if (!(error instanceof FileError) || error.fileCode !== 'too-many-files') throw error;
    throw new GuestTrap('The guest asked for its folders until it had too many files open.', {
      cause: error,
    });
  }
}

/** The functions of wasi:filesystem/types. Those whose WIT has no error, such as is-same-object, have none either. */
function typesOver(files: OpenFiles): Record<string, HostFunction> {
  const { times } = files;
  return {
    '[method]descriptor.read-via-stream': (one: Descriptor, offset: bigint) =>
      new InputStream(inputOf(one, offset, files)),
    '[method]descriptor.write-via-stream': (one: Descriptor, offset: bigint) =>
      new OutputStream(outputOf(one, offset, files)),
    '[method]descriptor.append-via-stream': (one: Descriptor) =>
      new OutputStream(outputOf(one, undefined, files)),
    // what the host makes of advice is its own to know
    '[method]descriptor.advise': ({ open }: Descriptor) => {
      if (!(open instanceof File)) throw new FileError('bad-descriptor');
    },
    '[method]descriptor.sync-data': ({ open }: Descriptor) => sync(open, 'data'),
    '[method]descriptor.sync': ({ open }: Descriptor) => sync(open, 'all'),
    '[method]descriptor.get-flags': ({ flags }: Descriptor) => flags,
    '[method]descriptor.get-type': ({ open }: Descriptor) => typeOf(open.stat()),
    '[method]descriptor.set-size': ({ file }: Descriptor, size: bigint) => file.resize(size),
    '[method]descriptor.set-times': (
      { open }: Descriptor,
      access: NewTimestamp,
      modification: NewTimestamp,
    ) => setTimes(open, { access: toTime(access), modification: toTime(modification) }, times),
    '[method]descriptor.read': ({ file }: Descriptor, length: bigint, offset: bigint) => {
      const bytes = new Uint8Array(Number(length < mostRead ? length : mostRead));
      const count = file.read(bytes, offset);
      return [bytes.subarray(0, count), count === 0 && length > 0n];
    },
    '[method]descriptor.write': (one: Descriptor, bytes: Uint8Array, offset: bigint) =>
      BigInt(one.write(bytes, offset)),
    '[method]descriptor.read-directory': ({ folder }: Descriptor) =>
      new EntryStream(files.listings.open(folder)),
    '[method]descriptor.create-directory-at': ({ folder }: Descriptor, path: string) =>
      makeFolderAt(folder, path),
    '[method]descriptor.stat': ({ open }: Descriptor) => toStat(open.stat(), times),
    '[method]descriptor.stat-at': (
      { folder }: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
    ) => toStat(statAt(folder, path, symlinkFollow), times),
    '[method]descriptor.set-times-at': (
      { folder }: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
      access: NewTimestamp,
      modification: NewTimestamp,
    ) => {
      const wanted = { access: toTime(access), modification: toTime(modification) };
      setTimesAt(folder, path, symlinkFollow, wanted, times);
    },
    '[method]descriptor.link-at': (
      { folder }: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
      other: Descriptor,
      newPath: string,
    ) => linkAt(folder, path, symlinkFollow, other.folder, newPath),
    '[method]descriptor.open-at': (
      { folder }: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
      { create = false, directory = false, exclusive = false, truncate = false }: OpenFlags,
      asked: DescriptorFlags,
    ) => {
      // without either, it is opened for reading
      const { write = false, read = !write } = asked;
      const how = { follow: symlinkFollow, create, directory, exclusive, truncate, read, write };
      const open = files.openAt(folder, path, how);
      const isFile = open instanceof File;
      return new Descriptor(open, {
        ...asked,
        read: isFile ? read : true,
        write,
        mutateDirectory: !isFile && (asked.mutateDirectory ?? false),
      });
    },
    '[method]descriptor.readlink-at': ({ folder }: Descriptor, path: string) => readLinkAt(folder, path),
    '[method]descriptor.remove-directory-at': ({ folder }: Descriptor, path: string) =>
      removeFolderAt(folder, path),
    '[method]descriptor.rename-at': (
      { folder }: Descriptor,
      path: string,
      other: Descriptor,
      newPath: string,
    ) => renameAt(folder, path, other.folder, newPath),
    '[method]descriptor.symlink-at': ({ folder }: Descriptor, target: string, path: string) =>
      symlinkAt(target, folder, path),
    '[method]descriptor.unlink-file-at': ({ folder }: Descriptor, path: string) => unlinkAt(folder, path),
    '[method]descriptor.is-same-object': (one: Descriptor, other: Descriptor) => {
      const [a, b] = [one.open.stat(), other.open.stat()];
      return a.dev === b.dev && a.ino === b.ino;
    },
    '[method]descriptor.metadata-hash': ({ open }: Descriptor) => toHash(open.stat()),
    '[method]descriptor.metadata-hash-at': (
      { folder }: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
    ) => toHash(statAt(folder, path, symlinkFollow)),
    '[method]directory-entry-stream.read-directory-entry': ({ listing }: EntryStream) => {
      const entry = listing.entries.pop();
      return entry && { type: typeOf(entry), name: entry.name };
    },
    'filesystem-error-code': ({ cause }: IoError) => errorCode(cause),
    '[resource-drop]descriptor': ({ open }: Descriptor) => files.close(open),
    '[resource-drop]directory-entry-stream': ({ listing }: EntryStream) => listing[Symbol.dispose](),
  };
}

function withErrors(functions: Record<string, HostFunction>): Record<string, HostFunction> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, work]) => [
      name,
      (...args: never[]) => {
        try {
          return work(...args);
        } catch (error) {
          const code = errorCode(error);
          throw code === undefined ? error : new WitError(code, code);
        }
      },
    ]),
  );
}

/** The error-code of the WIT, which has none for too many open files. */
function errorCode(error: unknown): string | undefined {
  const code = fileErrorCode(error);
  return code === 'too-many-files' || code === 'too-many-files-in-system' ? 'insufficient-memory' : code;
}
