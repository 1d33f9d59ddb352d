/** What can be done with paths, each from a folder on that the guest has. */
import { File } from '../../files/file.ts';
import {
  linkAt,
  makeFolderAt,
  readLinkAt,
  removeFolderAt,
  renameAt,
  setTimesAt,
  statAt,
  symlinkAt,
  unlinkAt,
} from '../../files/operations.ts';
import type { Call, Context } from './context.ts';
import { rightsOf } from './descriptors.ts';
import { Failure } from './failure.ts';
import { filestatSize, putFilestat } from './layout.ts';
import { allFdflags, fileRights, folderRights, oflag, right } from './numbers.ts';
import type { Entry } from './table.ts';
import { newTimes } from './times.ts';

const allOflags = oflag.creat | oflag.directory | oflag.excl | oflag.trunc;
/** What takes that a file is open for writing. */
const changing = right.fdWrite | right.fdAllocate | right.fdFilestatSetSize;

export function pathFunctions({ pointers, table, files }: Context): Record<string, Call> {
  const folder = (fd: number, needed: number) => table.folder(fd, needed).folder;

  return {
    path_create_directory: (fd: number, path: number, length: number) =>
      makeFolderAt(folder(fd, right.pathCreateDirectory), pointers.text(path, length)),

    path_filestat_get: (fd: number, flags: number, path: number, length: number, into: number) => {
      const from = folder(fd, right.pathFilestatGet);
      const text = pointers.text(path, length);
      const view = pointers.view(into, filestatSize);
      putFilestat(view, statAt(from, text, isFollowed(flags)), files.times);
    },

    path_filestat_set_times: (
      fd: number,
      flags: number,
      path: number,
      length: number,
      access: bigint,
      modification: bigint,
      what: number,
    ) => {
      const from = folder(fd, right.pathFilestatSetTimes);
      const times = newTimes(access, modification, what);
      setTimesAt(from, pointers.text(path, length), isFollowed(flags), times, files.times);
    },

    path_link: (
      fd: number,
      flags: number,
      path: number,
      length: number,
      newFd: number,
      newPath: number,
      newLength: number,
    ) => {
      const from = folder(fd, right.pathLinkSource);
      const to = folder(newFd, right.pathLinkTarget);
      const text = pointers.text(path, length);
      linkAt(from, text, isFollowed(flags), to, pointers.text(newPath, newLength));
    },

    path_open: (
      fd: number,
      lookup: number,
      path: number,
      length: number,
      oflags: number,
      rights: bigint,
      rightsBelow: bigint,
      flags: number,
      into: number,
    ) => {
      const has = (flag: number) => (oflags & flag) !== 0;
      const from = table.folder(
        fd,
        right.pathOpen |
          (has(oflag.creat) ? right.pathCreateFile : 0) |
          (has(oflag.trunc) ? right.pathFilestatSetSize : 0),
      );
      const text = pointers.text(path, length);
      pointers.check(into, 4);
      if ((oflags & ~allOflags) !== 0 || (flags & ~allFdflags) !== 0) throw new Failure('invalid');
      const base = rightsOf(rights);
      const inheriting = rightsOf(rightsBelow);
      if (((base | inheriting) & ~from.inheriting) !== 0) throw new Failure('not-capable');
      const write = (base & right.fdWrite) !== 0;
      const opened = files.openAt(from.folder, text, {
        follow: isFollowed(lookup),
        create: has(oflag.creat),
        directory: has(oflag.directory),
        exclusive: has(oflag.excl),
        truncate: has(oflag.trunc),
        read: !write || (base & right.fdRead) !== 0,
        write,
      });
      const entry: Entry =
        opened instanceof File
          ? {
              kind: 'file',
              file: opened,
              offset: 0n,
              base: base & fileRights & ~(write ? 0 : changing),
              inheriting: 0,
              flags,
            }
          : { kind: 'folder', folder: opened, base: base & folderRights, inheriting, flags };
      pointers.setUint32(into, table.add(entry));
    },

    path_readlink: (fd: number, path: number, length: number, into: number, room: number, used: number) => {
      const target = Buffer.from(readLinkAt(folder(fd, right.pathReadlink), pointers.text(path, length)));
      const part = target.subarray(0, room >>> 0);
      pointers.check(used, 4);
      pointers.bytes(into, room).set(part);
      pointers.setUint32(used, part.length);
    },

    path_remove_directory: (fd: number, path: number, length: number) =>
      removeFolderAt(folder(fd, right.pathRemoveDirectory), pointers.text(path, length)),

    path_rename: (
      fd: number,
      path: number,
      length: number,
      newFd: number,
      newPath: number,
      newLength: number,
    ) => {
      const from = folder(fd, right.pathRenameSource);
      const to = folder(newFd, right.pathRenameTarget);
      renameAt(from, pointers.text(path, length), to, pointers.text(newPath, newLength));
    },

    path_symlink: (target: number, targetLength: number, fd: number, path: number, length: number) => {
      const to = folder(fd, right.pathSymlink);
      symlinkAt(pointers.text(target, targetLength), to, pointers.text(path, length));
    },

    path_unlink_file: (fd: number, path: number, length: number) =>
      unlinkAt(folder(fd, right.pathUnlinkFile), pointers.text(path, length)),
  };
}

/** The only flag of lookups. */
function isFollowed(flags: number): boolean {
  if (flags >>> 0 > 1) throw new Failure('invalid');
  return flags === 1;
}
