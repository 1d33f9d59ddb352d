/** Locks in memory, by the port's words alone: the contract is tried on them first, and guests in front of them. */
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { Locks } from '@slight/runtime/ports/distributed-locking.ts';

interface Held {
  readonly name: string;
  readonly expires: number;
}

/** Locks that lie in `state`, which several openings may share. */
export function memoryLocks(state = new LockState()): Locks & AsyncDisposable {
  const closing = new AbortController();
  const own = new Set<string>();
  return {
    async acquire(name, { timeToLive = Infinity, signal } = {}) {
      const given = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      const id = await state.take(Buffer.from(name).toString('hex'), timeToLive, given);
      own.add(id);
      return Buffer.from(id);
    },
    release(id) {
      return Promise.resolve().then(() => state.release(Buffer.from(id).toString('latin1')));
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      for (const id of own) await Promise.resolve(state.held.delete(id));
      state.look();
    },
  };
}

export class LockState {
  readonly held = new Map<string, Held>();
  readonly #waiting: { readonly name: string; readonly take: () => void }[] = [];
  #number = 0;

  async take(name: string, timeToLive: number, signal: AbortSignal): Promise<string> {
    if (signal.aborted) throw new CapabilityError('lock-acquire-error', 'given up');
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const one = {
      name,
      take: () => {
        const id = `${String(++this.#number).padStart(20, '0')}-${'0'.repeat(16)}`;
        this.held.set(id, { name, expires: performance.now() + timeToLive });
        if (timeToLive < 2 ** 31) setTimeout(() => this.look(), timeToLive + 1).unref();
        resolve(id);
      },
    };
    this.#waiting.push(one);
    signal.addEventListener('abort', () => {
      const at = this.#waiting.indexOf(one);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(new CapabilityError('lock-acquire-error', 'given up'));
    });
    this.look();
    return promise;
  }

  release(id: string): void {
    const held = this.held.get(id);
    if (!held) throw new CapabilityError('invalid-lock-id', 'nobody holds it');
    this.held.delete(id);
    this.look();
    if (held.expires <= performance.now()) throw new CapabilityError('lock-release-error', 'it was over');
  }

  /** Gives each lock that is free to who asked for it first. */
  look(): void {
    const taken = new Set<string>();
    for (const [id, { name, expires }] of this.held) {
      if (expires <= performance.now()) this.held.delete(id);
      else taken.add(name);
    }
    for (const one of [...this.#waiting]) {
      if (taken.has(one.name)) continue;
      taken.add(one.name);
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.take();
    }
  }
}
