/** Instances that serve requests: one a request, or kept for the next. */
import { GuestStalled } from '../guest/guest.ts';
import type { Instance } from '../guest/guest.ts';
import { HttpFault } from '../ports/http.ts';
import { Deadlines } from './deadlines.ts';
import { Places } from './places.ts';
import { Stay } from './stay.ts';
import type { Patience } from './stay.ts';

export interface Pool extends AsyncDisposable {
  /**
   * Does a work with an instance that nobody else has meanwhile. Where as many are at work as there may be, it waits for
   * its turn. One whose work fails is thrown away.
   * @throws what the work throws, and what making an instance does; HttpFault 503 where too many wait, or the time is over
   *   before its turn has come, 504 where the time is over then; the signal's reason where nobody waits for it any more. In
   *   the last two cases the instance is ended, so that the work fails at once.
   */
  use<T>(work: (instance: Instance) => Promise<T>, patience?: Patience): Promise<T>;
  /**
   * The same of a work that waits for nobody, with an instance that is idle: neither a place nor patience is needed, since
   * nothing else goes on meanwhile.
   * @returns undefined where none is idle, or the work gave that
   * @throws what the work throws
   */
  useNow<T>(work: (instance: Instance) => T | undefined): T | undefined;
  counts(): Counts;
}

/** What there is of a pool at this moment. */
export interface Counts {
  /** Instances at work, and those that are being made or put away. */
  readonly busy: number;
  /** Instances that are kept for the next. */
  readonly idle: number;
  /** Works that wait for an instance. */
  readonly waiting: number;
}

export interface PoolOptions {
  /** How many are there at once at most. */
  readonly instances?: number;
  /** How many works wait for one at most; one more is refused. */
  readonly waiting?: number;
  /** After how long an instance that was not needed is put away, in milliseconds. */
  readonly idle?: number;
  /**
   * After how many works a kept instance is put away: what a guest forgets to give back (memory, handles) has an end then.
   * Guests in JavaScript cannot drop what they are given.
   */
  readonly works?: number;
}

/** What holds where nothing else is said. */
export const usualPool: Required<PoolOptions> = {
  instances: 64,
  waiting: 1000,
  idle: 10_000,
  works: 10_000,
};

/**
 * An instance for each work that is as a new one: nothing of one request is there in the next. It is one that was put back
 * to its start where it can be, and else a new one.
 */
export function freshInstances(make: () => Promise<Instance>, options: PoolOptions = {}): Pool {
  return pooled(make, options, (instance) => instance.reset?.() ?? false);
}

/**
 * As many as are needed at once, each kept when its work is done. What the guest left in its memory, its open files and
 * its handles is there in its next work, and nothing else is: what one request brought (its streams, its answer) is its
 * own. An instance whose work failed, trapped or was given up is thrown away, and so is one that has done many works;
 * those that were not needed for a time are put away but for one, which answers the next request at once.
 */
export function keptInstances(make: () => Promise<Instance>, options: PoolOptions = {}): Pool {
  const { works } = { ...usualPool, ...options };
  const done = new WeakMap<Instance, number>();
  return pooled(make, options, (instance, isWhole) => {
    const count = (done.get(instance) ?? 0) + 1;
    done.set(instance, count);
    return isWhole && count < works;
  });
}

/** @param isKept whether an instance goes on after its work, which was not ended. `isWhole`: it did not fail */
function pooled(
  make: () => Promise<Instance>,
  options: PoolOptions,
  isKept: (instance: Instance, isWhole: boolean) => boolean,
): Pool {
  const { idle: period, ...most } = { ...usualPool, ...options };
  const places = new Places(most);
  const deadlines = new Deadlines();
  const idle: Instance[] = [];
  let isClosed = false;
  /** The fewest that were idle at once since the timer was set: so many were not needed. */
  let spare = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Where a guest has computed for too long in this turn of the event loop: its next one. */
  let breath: Promise<void> | undefined;
  const shrink = () => {
    // those that were idle longest
    const unneeded = idle.splice(0, Math.min(spare, idle.length - 1));
    for (const one of unneeded) void putAway(one);
    spare = idle.length;
    timer = idle.length > 1 ? setTimeout(shrink, period).unref() : undefined;
  };
  const keep = (instance: Instance) => {
    if (isClosed) return putAway(instance);
    idle.push(instance);
    if (idle.length > 1) timer ??= setTimeout(shrink, period).unref();
    return undefined;
  };
  const take = () => {
    const instance = idle.pop();
    spare = Math.min(spare, idle.length);
    return instance;
  };
  /** A guest that computed for too long was too slow, as one that waited for too long is. */
  const failed = (error: unknown): unknown => {
    if (!(error instanceof GuestStalled)) return error;
    breath ??= nextTurn().then(() => (breath = undefined));
    return new HttpFault(504, 'The app took too long to answer.', [], { cause: error });
  };
  return {
    // one promise and not one for each part: a request waits for all of them
    async use(work, patience = endless) {
      const stay = new Stay(patience, deadlines);
      try {
        const turn = places.take(stay);
        if (turn) await turn;
        try {
          const instance = take() ?? (await make());
          // one guest after the other that computes would keep the process from hearing of anything
          while (breath) await breath;
          stay.begin(instance);
          let isWhole = false;
          try {
            const result = await work(instance);
            isWhole = true;
            return result;
          } catch (error) {
            throw failed(error);
          } finally {
            // the patience may have been over when the work was done but for its last step
            const wasEnded = stay.end();
            const putting = !wasEnded && isKept(instance, isWhole) ? keep(instance) : putAway(instance);
            if (putting) await putting;
          }
        } finally {
          places.leave();
        }
      } finally {
        stay.done();
      }
    },
    useNow(work) {
      const instance = breath ? undefined : take();
      if (!instance) return undefined;
      let isWhole = false;
      try {
        const result = work(instance);
        isWhole = true;
        return result;
      } catch (error) {
        throw failed(error);
      } finally {
        void (isKept(instance, isWhole) ? keep(instance) : putAway(instance));
      }
    },
    counts: () => ({ ...places.counts(), idle: idle.length }),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      places.close();
      await Promise.all(idle.splice(0).map((one) => putAway(one)));
    },
  };
}

const endless: Patience = {};

/** Of the event loop: timers, input and signals have been looked at then. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Why the work failed is what is told, and not what its instance still broke. */
async function putAway(instance: Instance): Promise<void> {
  await Promise.allSettled([instance[Symbol.asyncDispose]()]);
}
