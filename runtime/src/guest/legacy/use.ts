/** What a guest's calls have done so far: whether it was told what no other instance would be, and what must be put back. */

/** The more it is, the more there is to do. */
export const effect = {
  /** It was told what every instance is told. */
  none: 0,
  /** It was told what is so now alone: a time, a random number. */
  told: 1,
  /** Something outside has changed, or a host was asked. */
  outside: 2,
  /** Its descriptors have changed too. */
  descriptors: 3,
} as const;

export type Effect = (typeof effect)[keyof typeof effect];

/** Thrown through the guest, so that it does not go on with what is tried. */
class NotNow extends Error {}

export class Use {
  most: Effect = effect.none;
  #isAttempt = false;
  /** How often an attempt was too much so far. */
  #refusals = 0;

  /** To be called before it is done. */
  note(one: Effect): void {
    if (one >= effect.outside && this.#isAttempt) {
      this.#refusals += 1;
      throw new NotNow();
    }
    if (one > this.most) this.most = one;
  }

  /**
   * Tries what is done at once and changes nothing outside. Where the guest goes further it is unwound before it does, so
   * that all there is to take back is in the instance.
   * @returns undefined where it goes further
   */
  attempt<T>(work: () => T): { readonly value: T } | undefined {
    const before = this.#refusals;
    this.#isAttempt = true;
    try {
      const value = work();
      // a guest may catch what is thrown through it
      return this.#refusals === before ? { value } : undefined;
    } catch (error) {
      if (this.#refusals === before) throw error;
      return undefined;
    } finally {
      this.#isAttempt = false;
    }
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

const telling: ReadonlySet<string> = new Set(['clock_time_get', 'random_get']);

/** Where they change a file's offset, the file was opened before. */
const steady: ReadonlySet<string> = new Set([
  'fd_filestat_get',
  'fd_pread',
  'fd_pwrite',
  'fd_read',
  'fd_seek',
  'fd_tell',
  'fd_write',
  'poll_oneoff',
  'proc_exit',
]);

/** @param name of a function of preview 1 */
export function effectOf(name: string): Effect {
  if (constant.has(name)) return effect.none;
  if (telling.has(name)) return effect.told;
  return steady.has(name) ? effect.outside : effect.descriptors;
}
