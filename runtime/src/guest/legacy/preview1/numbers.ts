/** Numbers of the preview 1 witx. */
import type { FileErrorCode } from '../../files/errors.ts';

export const errno = {
  success: 0,
  access: 2,
  'would-block': 6,
  'bad-descriptor': 8,
  busy: 10,
  quota: 19,
  exist: 20,
  fault: 21,
  'file-too-large': 22,
  'illegal-byte-sequence': 25,
  interrupted: 27,
  invalid: 28,
  io: 29,
  'is-directory': 31,
  loop: 32,
  'too-many-files': 33,
  'too-many-links': 34,
  'name-too-long': 37,
  'too-many-files-in-system': 41,
  'no-device': 43,
  'no-entry': 44,
  'insufficient-memory': 48,
  'insufficient-space': 51,
  'not-directory': 54,
  'not-empty': 55,
  'not-socket': 57,
  unsupported: 58,
  'no-such-device': 60,
  overflow: 61,
  'not-permitted': 63,
  pipe: 64,
  'read-only': 69,
  'invalid-seek': 70,
  'text-file-busy': 74,
  'cross-device': 75,
  'not-capable': 76,
} as const satisfies Readonly<Record<FileErrorCode, number>> & Readonly<Record<string, number>>;

export type Errno = keyof typeof errno;

export const filetype = {
  unknown: 0,
  blockDevice: 1,
  characterDevice: 2,
  directory: 3,
  regularFile: 4,
  symbolicLink: 7,
} as const;

export const right = {
  fdDatasync: 1 << 0,
  fdRead: 1 << 1,
  fdSeek: 1 << 2,
  fdFdstatSetFlags: 1 << 3,
  fdSync: 1 << 4,
  fdTell: 1 << 5,
  fdWrite: 1 << 6,
  fdAdvise: 1 << 7,
  fdAllocate: 1 << 8,
  pathCreateDirectory: 1 << 9,
  pathCreateFile: 1 << 10,
  pathLinkSource: 1 << 11,
  pathLinkTarget: 1 << 12,
  pathOpen: 1 << 13,
  fdReaddir: 1 << 14,
  pathReadlink: 1 << 15,
  pathRenameSource: 1 << 16,
  pathRenameTarget: 1 << 17,
  pathFilestatGet: 1 << 18,
  pathFilestatSetSize: 1 << 19,
  pathFilestatSetTimes: 1 << 20,
  fdFilestatGet: 1 << 21,
  fdFilestatSetSize: 1 << 22,
  fdFilestatSetTimes: 1 << 23,
  pathSymlink: 1 << 24,
  pathRemoveDirectory: 1 << 25,
  pathUnlinkFile: 1 << 26,
  pollFdReadwrite: 1 << 27,
} as const;

const both =
  right.fdDatasync |
  right.fdFdstatSetFlags |
  right.fdSync |
  right.fdFilestatGet |
  right.fdFilestatSetTimes |
  right.pollFdReadwrite;

/** What can be done with a file, with a folder, and with either. */
export const fileRights =
  both |
  right.fdRead |
  right.fdSeek |
  right.fdTell |
  right.fdWrite |
  right.fdAdvise |
  right.fdAllocate |
  right.fdFilestatSetSize;
export const folderRights =
  both |
  right.pathCreateDirectory |
  right.pathCreateFile |
  right.pathLinkSource |
  right.pathLinkTarget |
  right.pathOpen |
  right.fdReaddir |
  right.pathReadlink |
  right.pathRenameSource |
  right.pathRenameTarget |
  right.pathFilestatGet |
  right.pathFilestatSetSize |
  right.pathFilestatSetTimes |
  right.pathSymlink |
  right.pathRemoveDirectory |
  right.pathUnlinkFile;
export const allRights = fileRights | folderRights;

export const fdflag = { append: 1, dsync: 2, nonblock: 4, rsync: 8, sync: 16 } as const;
export const allFdflags = 31;
export const oflag = { creat: 1, directory: 2, excl: 4, trunc: 8 } as const;
export const fstflag = { atim: 1, atimNow: 2, mtim: 4, mtimNow: 8 } as const;
