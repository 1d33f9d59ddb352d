/** Instances that serve requests: one a request, or kept for the next. */
import type { Instance } from '../guest/guest.ts';

export interface Pool extends AsyncDisposable {
  /**
   * Does a work with an instance that nobody else has meanwhile. One whose work fails is thrown away.
   * @throws what the work throws, and what making an instance does
   */
  use<T>(work: (instance: Instance) => Promise<T>): Promise<T>;
}

/** A new instance for each work: nothing of one request is there in the next. */
export function freshInstances(make: () => Promise<Instance>): Pool {
  return {
    async use(work) {
      await using instance = await make();
      return await work(instance);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** As many as are needed at once, each kept when its work is done. */
export function keptInstances(make: () => Promise<Instance>): Pool {
  const idle: Instance[] = [];
  return {
    async use(work) {
      const instance = idle.pop() ?? (await make());
      try {
        const result = await work(instance);
        idle.push(instance);
        return result;
      } catch (error) {
        await instance[Symbol.asyncDispose]();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(idle.splice(0).map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
