/** How preview 1 lays out what it tells of files: the witx's filestat, fdstat and dirent. */
import type { BigIntStats, Dirent } from 'node:fs';
import type { Times } from '../../files/times.ts';
import { filetype } from './numbers.ts';
import type { Entry } from './table.ts';

export const filestatSize = 64;
export const fdstatSize = 24;
export const direntSize = 24;

export function putFilestat(view: DataView, stat: BigIntStats, times: Times): void {
  view.setBigUint64(0, stat.dev, true);
  view.setBigUint64(8, stat.ino, true);
  view.setBigUint64(16, BigInt(filetypeOf(stat)), true);
  view.setBigUint64(24, stat.nlink, true);
  view.setBigUint64(32, stat.size, true);
  view.setBigUint64(40, timestamp(times.of(stat, 'atimeNs')), true);
  view.setBigUint64(48, timestamp(times.of(stat, 'mtimeNs')), true);
  view.setBigUint64(56, timestamp(stat.ctimeNs), true);
}

/** Of a standard stream: its type is all that there is to tell. */
export function putStreamStat(view: DataView, type: number): void {
  for (let at = 0; at < filestatSize; at += 8) view.setBigUint64(at, 0n, true);
  view.setUint8(16, type);
  view.setBigUint64(24, 1n, true);
}

export function putFdstat(view: DataView, entry: Entry): void {
  view.setBigUint64(0, 0n, true);
  view.setUint8(0, entryType(entry));
  view.setUint16(2, entry.flags, true);
  view.setBigUint64(8, BigInt(entry.base), true);
  view.setBigUint64(16, BigInt(entry.inheriting), true);
}

/** A dirent and the name behind it. */
export function dirent(next: number, inode: bigint, name: string, type: number): Uint8Array {
  const bytes = Buffer.alloc(direntSize + Buffer.byteLength(name));
  bytes.writeBigUInt64LE(BigInt(next), 0);
  bytes.writeBigUInt64LE(inode, 8);
  bytes.writeUInt32LE(bytes.length - direntSize, 16);
  bytes.writeUInt8(type, 20);
  bytes.write(name, direntSize);
  return bytes;
}

export function filetypeOf(entry: BigIntStats | Dirent): number {
  if (entry.isFile()) return filetype.regularFile;
  if (entry.isDirectory()) return filetype.directory;
  if (entry.isSymbolicLink()) return filetype.symbolicLink;
  if (entry.isCharacterDevice()) return filetype.characterDevice;
  // there is no number for fifos, and none for sockets that are not known to be streams
  return entry.isBlockDevice() ? filetype.blockDevice : filetype.unknown;
}

function entryType(entry: Entry): number {
  if (entry.kind === 'file') return filetype.regularFile;
  return entry.kind === 'folder' ? filetype.directory : entry.type;
}

/** It is unsigned: what was before 1970 is told as 1970. */
function timestamp(time: bigint): bigint {
  return time < 0n ? 0n : time;
}
