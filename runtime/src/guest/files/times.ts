/**
 * Times of files. Reading them is exact to the nanosecond. node:fs sets them by a number of seconds, which for today's
 * dates is exact to a quarter of a microsecond; what was asked for is remembered, so that a guest that reads a time
 * back in the same run gets the one it has set.
 */
import type { BigIntStats } from 'node:fs';

/** Nanoseconds since 1970, the present, or no change. */
export type NewTime = bigint | 'now' | 'same';

export interface NewTimes {
  readonly access: NewTime;
  readonly modification: NewTime;
}

type HostTime = number | string | Date;
type Apply = (access: HostTime, modification: HostTime) => void;

/** As many files as are remembered; the one that was set first is forgotten first. */
const most = 10_000;

type Kind = 'atimeNs' | 'mtimeNs';

interface Asked {
  readonly asked: bigint;
  /** What the host made of it. */
  readonly got: bigint;
}

type Known = Readonly<Partial<Record<Kind, Asked>>>;

export class Times {
  readonly #set = new Map<string, Known>();

  /**
   * @param stat looks at what is there, before and after
   * @param apply sets the times, one of node:fs
   */
  set({ access, modification }: NewTimes, stat: () => BigIntStats, apply: Apply): void {
    const before = stat();
    apply(seconds(access, before.atimeNs), seconds(modification, before.mtimeNs));
    const after = stat();
    const key = keyOf(after);
    const known = this.#set.get(key);
    const atimeNs = asked(access, after.atimeNs, known?.atimeNs);
    const mtimeNs = asked(modification, after.mtimeNs, known?.mtimeNs);
    this.#set.delete(key);
    if (!atimeNs && !mtimeNs) return;
    this.#set.set(key, { ...(atimeNs && { atimeNs }), ...(mtimeNs && { mtimeNs }) });
    for (const oldest of this.#set.keys()) {
      if (this.#set.size <= most) break;
      this.#set.delete(oldest);
    }
  }

  /** The time of last access or modification, as it was set where it has not changed since. */
  of(stat: BigIntStats, kind: Kind): bigint {
    if (this.#set.size === 0) return stat[kind];
    const set = this.#set.get(keyOf(stat))?.[kind];
    return set?.got === stat[kind] ? set.asked : stat[kind];
  }
}

/** Nothing where the host's own time is the one that was asked for. */
function asked(time: NewTime, got: bigint, known: Asked | undefined): Asked | undefined {
  if (time === 'same') return known;
  return time === 'now' || time === got ? undefined : { asked: time, got };
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/** As node:fs takes a time. Numbers that are none say what utimensat(2) does, from libuv 1.51 on. */
function seconds(time: NewTime, current: bigint): HostTime {
  if (time === 'now') return knowsSpecial ? 'Infinity' : Date.now() / 1000;
  if (time === 'same') return knowsSpecial ? new Date(Number.NaN) : toSeconds(current);
  return toSeconds(time);
}

const [major = 0, minor = 0] = process.versions.uv.split('.').map(Number);
const knowsSpecial = process.platform !== 'win32' && (major > 1 || minor >= 51);

/** The number that the host's conversion makes the nearest time of: it cuts off what is behind the nanosecond. */
function toSeconds(time: bigint): number {
  return Number(time / 1_000_000_000n) + Number(time % 1_000_000_000n) / 1e9;
}
