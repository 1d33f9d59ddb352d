/** An instance that can be ended from outside while its guest runs. */
import type { Instance } from '../guest/guest.ts';

export interface EndableInstance extends Instance {
  /** Has the guest's run, or the call that it is in, fail with this reason. A guest that waits for a provider is left where it is. */
  end(reason: Error): void;
}

/** Why a run failed whose instance was disposed meanwhile. */
export class InstanceEnded extends Error {
  constructor() {
    super('The instance was put away while its guest ran.');
    this.name = 'InstanceEnded';
  }
}

/**
 * Disposing the instance ends it, and puts it away once, however often it is called.
 * @param onDisposed called when it is put away
 */
export function endable(instance: Instance, onDisposed: () => void): EndableInstance {
  const ended = Promise.withResolvers<never>();
  // where nobody runs it, nobody is told
  ended.promise.catch(() => undefined);
  let disposed: Promise<void> | undefined;
  return {
    run: () => Promise.race([instance.run(), ended.promise]),
    call: (...what) => Promise.race([instance.call(...what), ended.promise]),
    end: (reason) => ended.reject(reason),
    [Symbol.asyncDispose]() {
      if (disposed) return disposed;
      ended.reject(new InstanceEnded());
      onDisposed();
      return (disposed = Promise.resolve(instance[Symbol.asyncDispose]()));
    },
  };
}
