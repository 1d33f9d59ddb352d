/** An instance as its app has it: what it asked hosts for is given up when it ends, and it is put away once. */
import { InstanceEnded } from '../guest/guest.ts';
import type { Instance } from '../guest/guest.ts';
import type { Attendant } from '../hosts/host.ts';
import { once } from '../once.ts';

/** Tells the hosts of one instance that it has ended. It costs nothing where no host asks for it. */
export class EndOfInstance {
  #controller: AbortController | undefined;
  #reason: Error | undefined;
  #attendants: Attendant[] = [];
  #closing: Promise<unknown> | undefined;

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
    if (this.#attendants.length > 0) this.#closing = Promise.all([this.#closing, this.#closeAll()]);
  }

  tell(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(this.#reason);
  }

  attend(attendant: Attendant): void {
    this.#attendants.push(attendant);
  }

  /** Does the work, and tells the attendants how it ended. */
  async around<T>(work: Promise<T>, isDone: (result: T) => boolean): Promise<T> {
    let done = false;
    try {
      const result = await work;
      done = isDone(result);
      return result;
    } finally {
      if (this.#attendants.length > 0) await Promise.all(this.#attendants.map((one) => one.settle(done)));
    }
  }

  /** Waits until the attendants have put away what they had. */
  async close(): Promise<void> {
    await Promise.all([this.#closing, this.#closeAll()]);
  }

  async #closeAll(): Promise<void> {
    const all = this.#attendants;
    this.#attendants = [];
    await Promise.all(all.map((one) => one.close()));
  }
}

/**
 * Ending or disposing the instance tells its hosts. It is put away once, however often it is disposed.
 * @param onDisposed called when it was put away
 */
export function endable(instance: Instance, end: EndOfInstance, onDisposed: () => void): Instance {
  return {
    run: () => end.around(instance.run(), (code) => code === 0),
    call: (...what) => end.around(instance.call(...what), () => true),
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
        await end.close();
        onDisposed();
      }
    }),
  };
}
