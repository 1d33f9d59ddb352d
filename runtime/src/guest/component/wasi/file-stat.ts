/** What wasi:filesystem tells of files, and the times that it takes, as its WIT has them. */
import type { BigIntStats, Dirent } from 'node:fs';
import { FileError } from '../../files/errors.ts';
import type { NewTime, Times } from '../../files/times.ts';

interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

export type NewTimestamp =
  | { readonly tag: 'no-change' }
  | { readonly tag: 'now' }
  | { readonly tag: 'timestamp'; readonly val: Datetime };

export function toStat(stat: BigIntStats, times: Times) {
  return {
    type: typeOf(stat),
    linkCount: stat.nlink,
    size: stat.size,
    dataAccessTimestamp: toDatetime(times.of(stat, 'atimeNs')),
    dataModificationTimestamp: toDatetime(times.of(stat, 'mtimeNs')),
    statusChangeTimestamp: toDatetime(stat.ctimeNs),
  };
}

export function typeOf(entry: BigIntStats | Dirent): string {
  if (entry.isFile()) return 'regular-file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symbolic-link';
  if (entry.isCharacterDevice()) return 'character-device';
  if (entry.isBlockDevice()) return 'block-device';
  // sockets too are unknown, as in wasmtime: the adapter for preview 1 knows no such type, and traps
  return entry.isFIFO() ? 'fifo' : 'unknown';
}

/**
 * `lower` is the file's own, for as long as it is there: the adapter for preview 1 takes it for the inode's number.
 * `upper` differs when the file has changed, as the WIT wants it.
 */
export function toHash({ dev, ino, mtimeNs, ctimeNs, size }: BigIntStats) {
  return {
    lower: BigInt.asUintN(64, ino + dev * spread),
    upper: BigInt.asUintN(64, mtimeNs + (ctimeNs + size * spread) * spread),
  };
}

/** 2⁶⁴ divided by the golden ratio: its multiples are far from each other. */
const spread = 0x9e3779b97f4a7c15n;

const nanoseconds = 1_000_000_000n;

function toDatetime(time: bigint): Datetime {
  const at = time < 0n ? 0n : time;
  return { seconds: at / nanoseconds, nanoseconds: Number(at % nanoseconds) };
}

export function toTime(time: NewTimestamp): NewTime {
  if (time.tag === 'now') return 'now';
  if (time.tag === 'no-change') return 'same';
  const at = time.val.seconds * nanoseconds + BigInt(time.val.nanoseconds);
  // later than the host's own can be
  if (at >= 2n ** 63n) throw new FileError('overflow');
  return at;
}
