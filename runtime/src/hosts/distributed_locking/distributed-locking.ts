/** SpiderLightning's locks: `lockd` and `distributed-locking` of legacy modules, and today's component package. */
import type { Locks } from '../../ports/distributed-locking.ts';
import { lockingErrors } from '../../ports/distributed-locking.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { Opened } from '../opened.ts';

type Store = Opened<'distributed_locking'>;

/** One file of three interfaces: they differ in the resource's name and in their errors. */
export const host: Host = {
  create(interfaceName, context) {
    const resource = interfaceName === 'lockd' ? 'lockd' : 'distributed-locking';
    const held = new HeldLocks(context);
    const functions: Record<string, HostFunction> = {
      [`[static]${resource}.open`]: async (name: string) =>
        new Opened(resource, await context.open('distributed_locking', name), name),

      [`[method]${resource}.lock`]: ({ port }: Store, name: Uint8Array) => held.acquire(port, name),

      [`[method]${resource}.lock-with-time-to-live`]: (
        { port }: Store,
        name: Uint8Array,
        seconds: bigint,
      ) => {
        if (seconds < 1n)
          throw new CapabilityError(
            'lock-acquire-error',
            `the time to live is ${seconds} s; it must be 1 s or more`,
          );
        return held.acquire(port, name, Number(seconds) * 1000);
      },

      [`[method]${resource}.unlock`]: ({ port }: Store, id: Uint8Array) => held.release(port, id),

      // its locks stay: they are known by their ids, and the instance may open the name again
      [`[resource-drop]${resource}`]: () => undefined,
    };
    return {
      name: interfaceName,
      functions: failing(interfaceName === 'lockd' ? withDescription : withCase(lockingErrors), functions, {
        interfaceName,
        context,
      }),
    };
  },
};

/** What one instance holds: given back when it ends, or is put back to its start. */
class HeldLocks {
  readonly #context: HostContext;
  /** By their ids, as they were when the signal was current. */
  #locks = new Map<string, Locks>();
  #signal: AbortSignal | undefined;

  constructor(context: HostContext) {
    this.#context = context;
  }

  async acquire(port: Locks, name: Uint8Array, timeToLive?: number): Promise<Uint8Array> {
    const { signal } = this.#context;
    const locks = this.#of(signal);
    const id = await port.acquire(name, {
      ...(timeToLive !== undefined && { timeToLive }),
      ...(signal && { signal }),
    });
    if (signal?.aborted) {
      giveBack(port, id);
      throw new CapabilityError('lock-acquire-error', 'the instance has ended');
    }
    locks.set(keyOf(id), port);
    return id;
  }

  async release(port: Locks, id: Uint8Array): Promise<void> {
    this.#locks.delete(keyOf(id));
    await port.release(id);
  }

  #of(signal: AbortSignal | undefined): Map<string, Locks> {
    if (signal === this.#signal) return this.#locks;
    const locks = new Map<string, Locks>();
    this.#locks = locks;
    this.#signal = signal;
    signal?.addEventListener(
      'abort',
      () => {
        for (const [key, port] of locks) giveBack(port, Buffer.from(key, 'latin1'));
      },
      { once: true },
    );
    return locks;
  }
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id).toString('latin1');
}

/** Nobody is told where that fails: the provider gives it back at its own end, or its time will be over. */
function giveBack(port: Locks, id: Uint8Array): void {
  port.release(id).catch(() => undefined);
}
