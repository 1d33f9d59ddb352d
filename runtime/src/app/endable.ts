/** An instance as its app has it: what it asked hosts for is given up when it ends, and it is put away once. */
import { InstanceEnded } from '../guest/guest.ts';
import type { Instance } from '../guest/guest.ts';
import { once } from '../once.ts';

/** Tells the hosts of one instance that it has ended. It costs nothing where no host asks for it. */
export class EndOfInstance {
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Nobody waits any more for what was asked up to now, and the instance goes on. */
  renew(): void {
    // an error costs as much as all the rest
    this.#controller?.abort(new InstanceEnded());
    this.#controller = undefined;
  }

  tell(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(this.#reason);
  }
}

/**
 * Ending or disposing the instance tells its hosts. It is put away once, however often it is disposed.
 * @param onDisposed called when it was put away
 */
export function endable(instance: Instance, end: EndOfInstance, onDisposed: () => void): Instance {
  return {
    run: () => instance.run(),
    call: (...what) => instance.call(...what),
    callNow: (...what) => instance.callNow?.(...what),
    reset() {
      if (!instance.reset?.()) return false;
      end.renew();
      return true;
    },
    end(reason) {
      instance.end(reason);
      end.tell(reason);
    },
    [Symbol.asyncDispose]: once(async () => {
      end.tell(new InstanceEnded());
      try {
        await instance[Symbol.asyncDispose]();
      } finally {
        onDisposed();
      }
    }),
  };
}
