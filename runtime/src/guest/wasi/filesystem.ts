/** wasi:filesystem over the folders that GuestIo gives. Without any, a guest cannot come by a descriptor. */
import {
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readSync,
  realpathSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  lstatSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { HostFunction } from '../../hosts/host.ts';
import { HostResource } from '../../hosts/host.ts';
import { Descriptor } from './descriptor.ts';
import type { DescriptorFlags, OpenFlags } from './descriptor.ts';
import { codeOf, fsError, withFsErrors } from './fs-errors.ts';
import { InputStream, OutputStream } from './streams.ts';
import type { IoError } from './streams.ts';

interface PathFlags {
  readonly symlinkFollow?: boolean;
}

interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

type NewTimestamp =
  | { readonly tag: 'no-change' }
  | { readonly tag: 'now' }
  | { readonly tag: 'timestamp'; readonly val: Datetime };

class EntryStream extends HostResource {
  readonly entries: Dirent[];

  constructor(entries: Dirent[]) {
    super('directory-entry-stream');
    this.entries = entries;
  }
}

/** 16 MB: what one `read` may bring into the guest's memory. */
const mostRead = 16_777_216n;

export interface Filesystem extends Disposable {
  readonly types: Record<string, HostFunction>;
  readonly preopens: Record<string, HostFunction>;
}

/** @param folders guest path → host path */
export function filesystem(folders: Readonly<Record<string, string>>): Filesystem {
  const open = new Set<Descriptor>();
  const types = withErrors({
    ...descriptorFunctions,
    '[method]descriptor.open-at': (
      folder: Descriptor,
      { symlinkFollow = false }: PathFlags,
      path: string,
      how: OpenFlags,
      flags: DescriptorFlags,
    ) => {
      const descriptor = folder.open(path, symlinkFollow, how, flags);
      open.add(descriptor);
      return descriptor;
    },
    '[resource-drop]descriptor': (descriptor: Descriptor) => {
      if (open.delete(descriptor)) descriptor.close();
    },
    '[resource-drop]directory-entry-stream': () => undefined,
  });
  return {
    types,
    preopens: {
      'get-directories': () =>
        Object.entries(folders).map(([guest, host]) => [
          new Descriptor(realpathSync(host), { read: true, mutateDirectory: true }),
          guest,
        ]),
    },
    [Symbol.dispose]() {
      for (const descriptor of open) descriptor.close();
      open.clear();
    },
  };
}

const descriptorFunctions: Record<string, HostFunction> = {
  '[method]descriptor.read-via-stream': (one: Descriptor, offset: bigint) =>
    new InputStream(one.source(offset)),
  '[method]descriptor.write-via-stream': (one: Descriptor, offset: bigint) =>
    new OutputStream(one.sink(offset)),
  '[method]descriptor.append-via-stream': (one: Descriptor) => new OutputStream(one.sink(undefined)),
  '[method]descriptor.advise': () => undefined,
  '[method]descriptor.sync-data': (one: Descriptor) => {
    if (!one.isFolder) fdatasyncSync(one.file);
  },
  '[method]descriptor.sync': (one: Descriptor) => {
    if (!one.isFolder) fsyncSync(one.file);
  },
  '[method]descriptor.get-flags': ({ flags }: Descriptor) => flags,
  '[method]descriptor.get-type': (one: Descriptor) => typeOf(one.stat()),
  '[method]descriptor.set-size': (one: Descriptor, size: bigint) => {
    ftruncateSync(one.file, Number(size));
  },
  '[method]descriptor.set-times': (one: Descriptor, access: NewTimestamp, change: NewTimestamp) => {
    const stat = one.stat();
    const [a, m] = [seconds(access, stat.atimeNs), seconds(change, stat.mtimeNs)];
    if (one.isFolder) utimesSync(one.path, a, m);
    else futimesSync(one.file, a, m);
  },
  '[method]descriptor.read': (one: Descriptor, length: bigint, offset: bigint) => {
    const bytes = new Uint8Array(Number(length < mostRead ? length : mostRead));
    const count = readSync(one.file, bytes, 0, bytes.length, Number(offset));
    return [bytes.subarray(0, count), count === 0 && length > 0n];
  },
  '[method]descriptor.write': (one: Descriptor, bytes: Uint8Array, offset: bigint) =>
    BigInt(writeSync(one.file, bytes, 0, bytes.length, Number(offset))),
  '[method]descriptor.read-directory': (one: Descriptor) =>
    new EntryStream(readdirSync(one.at('.', false), { withFileTypes: true })),
  '[method]descriptor.create-directory-at': (one: Descriptor, path: string) => {
    mkdirSync(one.changeable(path));
  },
  '[method]descriptor.stat': (one: Descriptor) => toStat(one.stat()),
  '[method]descriptor.stat-at': (one: Descriptor, { symlinkFollow = false }: PathFlags, path: string) =>
    toStat(statAt(one, symlinkFollow, path)),
  '[method]descriptor.set-times-at': (
    one: Descriptor,
    { symlinkFollow = false }: PathFlags,
    path: string,
    access: NewTimestamp,
    change: NewTimestamp,
  ) => {
    const stat = statAt(one, symlinkFollow, path);
    lutimesSync(one.at(path, symlinkFollow), seconds(access, stat.atimeNs), seconds(change, stat.mtimeNs));
  },
  '[method]descriptor.link-at': (
    one: Descriptor,
    { symlinkFollow = false }: PathFlags,
    path: string,
    other: Descriptor,
    newPath: string,
  ) => {
    linkSync(one.at(path, symlinkFollow), other.changeable(newPath));
  },
  '[method]descriptor.readlink-at': (one: Descriptor, path: string) => readlinkSync(one.at(path, false)),
  '[method]descriptor.remove-directory-at': (one: Descriptor, path: string) => {
    rmdirSync(one.changeable(path));
  },
  '[method]descriptor.rename-at': (one: Descriptor, path: string, other: Descriptor, newPath: string) => {
    renameSync(one.changeable(path), other.changeable(newPath));
  },
  '[method]descriptor.symlink-at': (one: Descriptor, target: string, path: string) => {
    if (isAbsolute(target)) throw fsError('not-permitted');
    symlinkSync(target, one.changeable(path));
  },
  '[method]descriptor.unlink-file-at': (one: Descriptor, path: string) => {
    unlinkSync(one.changeable(path));
  },
  '[method]descriptor.is-same-object': (one: Descriptor, other: Descriptor) => {
    const [a, b] = [one.stat(), other.stat()];
    return a.dev === b.dev && a.ino === b.ino;
  },
  '[method]descriptor.metadata-hash': (one: Descriptor) => toHash(one.stat()),
  '[method]descriptor.metadata-hash-at': (
    one: Descriptor,
    { symlinkFollow = false }: PathFlags,
    path: string,
  ) => toHash(statAt(one, symlinkFollow, path)),
  '[method]directory-entry-stream.read-directory-entry': ({ entries }: EntryStream) => {
    const entry = entries.pop();
    return entry && { type: typeOf(entry), name: entry.name };
  },
  'filesystem-error-code': ({ cause }: IoError) => codeOf(cause),
};

function withErrors(functions: Record<string, HostFunction>): Record<string, HostFunction> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, work]) => [
      name,
      (...args: never[]) => withFsErrors(() => work(...args)),
    ]),
  );
}

function statAt(folder: Descriptor, follow: boolean, path: string): BigIntStats {
  return lstatSync(folder.at(path, follow), { bigint: true });
}

function toStat(stat: BigIntStats) {
  return {
    type: typeOf(stat),
    linkCount: stat.nlink,
    size: stat.size,
    dataAccessTimestamp: toDatetime(stat.atimeNs),
    dataModificationTimestamp: toDatetime(stat.mtimeNs),
    statusChangeTimestamp: toDatetime(stat.ctimeNs),
  };
}

function typeOf(entry: BigIntStats | Dirent): string {
  if (entry.isFile()) return 'regular-file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symbolic-link';
  if (entry.isCharacterDevice()) return 'character-device';
  if (entry.isBlockDevice()) return 'block-device';
  if (entry.isFIFO()) return 'fifo';
  return entry.isSocket() ? 'socket' : 'unknown';
}

/** Differs when the file is another one or has changed, as the WIT wants it. */
function toHash({ dev, ino, mtimeNs, size }: BigIntStats) {
  return {
    lower: BigInt.asUintN(64, mtimeNs ^ (size << 40n)),
    upper: BigInt.asUintN(64, ino ^ (dev << 48n)),
  };
}

const nanoseconds = 1_000_000_000n;

function toDatetime(time: bigint): Datetime {
  const at = time < 0n ? 0n : time;
  return { seconds: at / nanoseconds, nanoseconds: Number(at % nanoseconds) };
}

/** Seconds since the epoch, as node:fs takes them. */
function seconds(time: NewTimestamp, current: bigint): number {
  if (time.tag === 'now') return Date.now() / 1000;
  if (time.tag === 'no-change') return Number(current) / 1e9;
  return Number(time.val.seconds) + time.val.nanoseconds / 1e9;
}
