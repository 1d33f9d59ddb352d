/** What can be done with the entries of a folder, by a guest's path. Each throws what errors.ts has a code for. */
import {
  closeSync,
  constants,
  fsyncSync,
  futimesSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import { isAbsolute } from 'node:path';
import { FileError } from './errors.ts';
import { accessMode, File } from './file.ts';
import type { Access } from './file.ts';
import type { Folder } from './folder.ts';
import type { NewTimes, Times } from './times.ts';
import { walk } from './walk.ts';
import type { Place } from './walk.ts';

export interface OpenHow extends Access {
  readonly follow: boolean;
  readonly create: boolean;
  /** With `create`: fails where something is there already, a link too. */
  readonly exclusive: boolean;
  readonly directory: boolean;
  readonly truncate: boolean;
}

/** As often as an entry may change between look and use before the guest hears of it. */
const mostTries = 16;

/** @throws FileError `not-permitted` for devices, fifos and sockets: they are the host's, and not a guest's to wait on */
export function openAt(base: Folder, path: string, how: OpenHow): File | Folder {
  if (how.create && how.directory) throw new FileError('invalid');
  const isNew = how.create && how.exclusive;
  using place = walk(base, path, how.follow && !isNew ? 'always' : 'slash');
  const { folder, name, wantsFolder } = place;
  if (name === undefined) {
    if (isNew) throw new FileError('exist');
    return openFolder(how, () => folder.again());
  }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = folder.look(name);
    if (!found) {
      if (!how.create) throw new FileError('no-entry');
      if (wantsFolder) throw new FileError('is-directory');
      const descriptor = folder.create(name, accessMode(how));
      if (descriptor === undefined) continue;
      return new File(descriptor, { read: how.read, write: how.write });
    }
    try {
      if (isNew) throw new FileError('exist');
      if (found.stat.isDirectory()) return openFolder(how, () => folder.enter(name));
      if (found.stat.isSymbolicLink()) throw new FileError(how.directory ? 'not-directory' : 'loop');
      if (how.directory || wantsFolder) throw new FileError('not-directory');
      return openFile((access) => found.open(access), how);
    } finally {
      found.close();
    }
  }
  throw new FileError('busy');
}

function openFolder(how: OpenHow, open: () => Folder): Folder {
  if (how.write || how.truncate) throw new FileError('is-directory');
  return open();
}

function openFile(open: (access: number) => number, how: OpenHow): File {
  const { read, write, truncate } = how;
  const file = new File(open(accessMode(how)), { read, write });
  if (!truncate) return file;
  try {
    if (write) file.resize(0n);
    else {
      const writer = new File(open(constants.O_WRONLY), { read: false, write: true });
      try {
        writer.resize(0n);
      } finally {
        writer.close();
      }
    }
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

export function statAt(base: Folder, path: string, follow: boolean): BigIntStats {
  using place = walk(base, path, follow ? 'always' : 'slash');
  return statOf(place);
}

function statOf({ folder, name, wantsFolder }: Place): BigIntStats {
  if (name === undefined) return folder.stat();
  const stat = lstatSync(folder.at(name), { bigint: true });
  if (wantsFolder && !stat.isDirectory()) throw new FileError('not-directory');
  return stat;
}

export function setTimesAt(base: Folder, path: string, follow: boolean, times: NewTimes, known: Times): void {
  using place = walk(base, path, follow ? 'always' : 'slash');
  known.set(
    times,
    () => statOf(place),
    (access, modification) => lutimesSync(place.folder.at(place.name), access, modification),
  );
}

/** Sets the times of what is open. */
export function setTimes(one: File | Folder, times: NewTimes, known: Times): void {
  known.set(
    times,
    () => one.stat(),
    (access, modification) => {
      if (one instanceof File) futimesSync(one.descriptor, access, modification);
      else lutimesSync(one.at(), access, modification);
    },
  );
}

/** Waits until what was written is on the disk. */
export function sync(one: File | Folder, what: 'all' | 'data'): void {
  if (one instanceof File) {
    one.sync(what);
    return;
  }
  const descriptor = openSync(one.at(), constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function readLinkAt(base: Folder, path: string): string {
  using place = walk(base, path, 'slash');
  if (place.name === undefined) throw new FileError('invalid');
  return readlinkSync(place.folder.at(place.name));
}

/** What is in the folder, without `.` and `..`. */
export function list(folder: Folder): Dirent[] {
  return readdirSync(folder.at(), { withFileTypes: true });
}

export function makeFolderAt(base: Folder, path: string): void {
  using place = walk(base, path, 'never');
  mkdirSync(place.folder.at(entryOf(place, 'exist')));
}

export function removeFolderAt(base: Folder, path: string): void {
  using place = walk(base, path, 'never');
  rmdirSync(place.folder.at(entryOf(place, 'invalid')));
}

/** A folder is not unlinked, not even where the host would. */
export function unlinkAt(base: Folder, path: string): void {
  using place = walk(base, path, 'never');
  const name = entryOf(place, 'is-directory');
  if (statOf(place).isDirectory()) throw new FileError('is-directory');
  unlinkSync(place.folder.at(name));
}

export function renameAt(base: Folder, path: string, newBase: Folder, newPath: string): void {
  using from = walk(base, path, 'never');
  using to = walk(newBase, newPath, 'never');
  const name = entryOf(from, 'busy');
  const newName = entryOf(to, 'busy');
  const isFolder = statOf(from).isDirectory();
  if (to.wantsFolder && !isFolder) throw new FileError('not-directory');
  renameSync(from.folder.at(name), to.folder.at(newName));
}

export function linkAt(base: Folder, path: string, follow: boolean, newBase: Folder, newPath: string): void {
  using from = walk(base, path, follow ? 'always' : 'never');
  using to = walk(newBase, newPath, 'never');
  const name = entryOf(from, 'not-permitted');
  const newName = entryOf(to, 'exist');
  const stat = statOf(from);
  if (stat.isDirectory()) throw new FileError('not-permitted');
  // elsewhere link(2) follows, and what it leads to may be outside
  if (stat.isSymbolicLink() && process.platform !== 'linux') throw new FileError('unsupported');
  checkNew(to);
  linkSync(from.folder.at(name), to.folder.at(newName));
}

/** @param target what the link says. It may lead outside: the guest does not get there by it. */
export function symlinkAt(target: string, base: Folder, path: string): void {
  if (target === '') throw new FileError('no-entry');
  if (target.includes('\0')) throw new FileError('invalid');
  if (target.startsWith('/') || isAbsolute(target)) throw new FileError('not-permitted');
  using place = walk(base, path, 'never');
  const name = entryOf(place, 'exist');
  checkNew(place);
  symlinkSync(target, place.folder.at(name));
}

/** What is made at the path is no folder: a slash at the end fits only one that is there already. */
function checkNew(place: Place): void {
  if (!place.wantsFolder) return;
  statOf(place);
  throw new FileError('exist');
}

function entryOf(
  { name }: Place,
  otherwise: 'exist' | 'invalid' | 'is-directory' | 'busy' | 'not-permitted',
): string {
  if (name === undefined) throw new FileError(otherwise);
  return name;
}
