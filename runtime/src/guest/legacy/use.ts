/** What a guest's calls have done so far: whether it was told what no other instance would be, and what must be put back. */

/** The more it is, the more there is to do. */
export const effect = {
  /** It was told what every instance is told. */
  none: 0,
  /** It was told what is so now alone (a time, a random number), or something outside has changed. */
  outside: 1,
  /** Its descriptors have changed too. */
  descriptors: 2,
} as const;

export type Effect = (typeof effect)[keyof typeof effect];

export class Use {
  most: Effect = effect.none;

  note(one: Effect): void {
    if (one > this.most) this.most = one;
  }
}

const constant: ReadonlySet<string> = new Set([
  'args_get',
  'args_sizes_get',
  'clock_res_get',
  'environ_get',
  'environ_sizes_get',
  'fd_fdstat_get',
  'fd_prestat_dir_name',
  'fd_prestat_get',
  'sched_yield',
]);

/** Where they change a file's offset, the file was opened before. */
const steady: ReadonlySet<string> = new Set([
  'clock_time_get',
  'fd_filestat_get',
  'fd_pread',
  'fd_pwrite',
  'fd_read',
  'fd_seek',
  'fd_tell',
  'fd_write',
  'poll_oneoff',
  'proc_exit',
  'random_get',
]);

/** @param name of a function of preview 1 */
export function effectOf(name: string): Effect {
  if (constant.has(name)) return effect.none;
  return steady.has(name) ? effect.outside : effect.descriptors;
}
