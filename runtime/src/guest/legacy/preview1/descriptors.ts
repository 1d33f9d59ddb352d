/** What can be done with a descriptor: read, write, seek, look at, close. */
import type { File } from '../../files/file.ts';
import type { Folder } from '../../files/folder.ts';
import { setTimes, sync } from '../../files/operations.ts';
import { unsigned } from './context.ts';
import type { Call, Context } from './context.ts';
import { Failure } from './failure.ts';
import { fdstatSize, filestatSize, putFdstat, putFilestat, putStreamStat } from './layout.ts';
import { allFdflags, allRights, right } from './numbers.ts';
import { need } from './table.ts';
import type { Entry } from './table.ts';
import { newTimes } from './times.ts';

/** The largest offset: the host's are signed. */
const farthest = 2n ** 63n - 1n;
const mostAdvice = 5;
const whence = { set: 0, cur: 1, end: 2 } as const;

export function descriptorFunctions(context: Context): Record<string, Call> {
  const { pointers, table, files } = context;

  const close = (entry: Entry): undefined => {
    if (entry.kind === 'file') files.close(entry.file);
    else if (entry.kind === 'folder') {
      entry.listing?.[Symbol.dispose]();
      files.close(entry.folder);
    }
  };

  /** @throws Failure `invalid` for a standard stream */
  const onDisk = (descriptor: number, needed: number): File | Folder => {
    const entry = table.get(descriptor);
    if (entry.kind !== 'file' && entry.kind !== 'folder') throw new Failure('invalid');
    need(entry, needed);
    return entry.kind === 'file' ? entry.file : entry.folder;
  };

  return {
    fd_advise: (fd: number, offset: bigint, length: bigint, advice: number) => {
      table.file(fd, right.fdAdvise);
      const isRange = unsigned(offset) <= farthest && unsigned(length) <= farthest;
      // what the host makes of advice is its own to know
      if (!isRange || advice >>> 0 > mostAdvice) throw new Failure('invalid');
    },
    /** The file is made longer where it is shorter. That there is room is not promised: node:fs cannot ask for it. */
    fd_allocate: (fd: number, offset: bigint, length: bigint) => {
      const { file } = table.file(fd, right.fdAllocate);
      if (length === 0n) throw new Failure('invalid');
      const end = unsigned(offset) + unsigned(length);
      if (end > farthest) throw new Failure('file-too-large');
      if (end > file.stat().size) file.resize(end);
    },
    fd_close: (fd: number) => close(table.remove(fd)),
    fd_datasync: (fd: number) => sync(onDisk(fd, right.fdDatasync), 'data'),
    fd_sync: (fd: number) => sync(onDisk(fd, right.fdSync), 'all'),

    fd_fdstat_get: (fd: number, into: number) => {
      const entry = table.get(fd);
      putFdstat(pointers.view(into, fdstatSize), entry);
    },
    fd_fdstat_set_flags: (fd: number, flags: number) => {
      const entry = table.get(fd);
      need(entry, right.fdFdstatSetFlags);
      if ((flags & ~allFdflags) !== 0) throw new Failure('invalid');
      entry.flags = flags;
    },
    /** Rights are given up, and never gained. */
    fd_fdstat_set_rights: (fd: number, base: bigint, inheriting: bigint) => {
      const entry = table.get(fd);
      const isMore =
        (unsigned(base) & ~BigInt(entry.base)) !== 0n ||
        (unsigned(inheriting) & ~BigInt(entry.inheriting)) !== 0n;
      if (isMore) throw new Failure('not-capable');
      entry.base = Number(base);
      entry.inheriting = Number(inheriting);
    },

    fd_filestat_get: (fd: number, into: number) => {
      const entry = table.get(fd);
      need(entry, right.fdFilestatGet);
      const view = pointers.view(into, filestatSize);
      if (entry.kind === 'file') putFilestat(view, entry.file.stat(), files.times);
      else if (entry.kind === 'folder') putFilestat(view, entry.folder.stat(), files.times);
      else putStreamStat(view, entry.type);
    },
    fd_filestat_set_size: (fd: number, size: bigint) =>
      table.file(fd, right.fdFilestatSetSize).file.resize(unsigned(size)),
    fd_filestat_set_times: (fd: number, access: bigint, modification: bigint, flags: number) =>
      setTimes(onDisk(fd, right.fdFilestatSetTimes), newTimes(access, modification, flags), files.times),

    fd_prestat_get: (fd: number, into: number) => {
      const name = preopen(table.get(fd));
      const view = pointers.view(into, 8);
      // the tag of a folder, the only one that there is
      view.setUint32(0, 0, true);
      view.setUint32(4, name.length, true);
    },
    fd_prestat_dir_name: (fd: number, into: number, length: number) => {
      const name = preopen(table.get(fd));
      if (length >>> 0 < name.length) throw new Failure('name-too-long');
      pointers.bytes(into, name.length).set(name);
    },

    fd_renumber: (from: number, to: number) => {
      const entry = table.get(from);
      table.get(to);
      if (from === to) return undefined;
      table.remove(from);
      close(table.replace(to, entry));
    },

    fd_seek: (fd: number, offset: bigint, from: number, into: number) => {
      // where it is may be asked with less
      const entry = table.file(fd, offset === 0n && from === whence.cur ? right.fdTell : right.fdSeek);
      const starts = {
        [whence.set]: () => 0n,
        [whence.cur]: () => entry.offset,
        [whence.end]: () => entry.file.stat().size,
      };
      const start = starts[from as keyof typeof starts] as (() => bigint) | undefined;
      if (!start) throw new Failure('invalid');
      const at = start() + offset;
      if (at < 0n) throw new Failure('invalid');
      if (at > farthest) throw new Failure('overflow');
      pointers.setUint64(into, at);
      entry.offset = at;
    },
    fd_tell: (fd: number, into: number) => pointers.setUint64(into, table.file(fd, right.fdTell).offset),

    ...Object.fromEntries(
      // no descriptor is a socket
      ['sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'].map((name) => [
        name,
        (fd: number) => {
          table.get(fd);
          throw new Failure('not-socket');
        },
      ]),
    ),
  };
}

/** The bits of rights that there are; others are of a newer witx and mean nothing here. */
export function rightsOf(value: bigint): number {
  return Number(unsigned(value) & BigInt(allRights));
}

function preopen(entry: Entry): Uint8Array {
  const name = entry.kind === 'folder' ? entry.preopen : undefined;
  if (!name) throw new Failure('bad-descriptor');
  return name;
}
