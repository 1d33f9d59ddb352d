/**
 * The handles that an instance of a component holds: small integers, from 1, the last one freed reused first. All types of
 * resources share them. https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Table State"
 */
import { AbiFault } from '../../abi/fault.ts';
import type { Resource } from './types.ts';

/** What a handle leads to. */
export interface Entry {
  readonly resource: Resource;
  /** Of a host's resource the HostResource; of a component's own, its representation, a number. */
  readonly value: unknown;
  /** False where it is only lent to the guest, until its call returns. */
  readonly own: boolean;
  /** True while the guest lends it on, which is until its call returns. */
  isLent: boolean;
}

export class Handles {
  /** The number of the instance. */
  readonly instance: number;
  readonly #entries: (Entry | undefined)[] = [undefined];
  readonly #free: number[] = [];
  /** How many were lent to the guest for the call that it is in, and are still held. */
  #borrowed = 0;
  /** What the guest lends to whom it calls. */
  readonly #lent: Entry[] = [];
  /** What becomes of what is given to the guest after its end. */
  #late: ((entry: Entry) => void) | undefined;

  constructor(instance: number) {
    this.instance = instance;
  }

  /** A new handle. */
  add(resource: Resource, value: unknown, own: boolean): number {
    const entry: Entry = { resource, value, own, isLent: false };
    if (this.#late && own) this.#late(entry);
    const handle = this.#free.pop() ?? this.#entries.length;
    this.#entries[handle] = entry;
    if (!own) this.#borrowed += 1;
    return handle;
  }

  /** What a handle leads to, which must be of this resource. */
  get(resource: Resource, handle: number): Entry {
    const entry = this.#entries[handle];
    if (entry?.resource !== resource) throw unknownHandle();
    return entry;
  }

  /** Frees a handle, of which the guest lets go or which it gives away. */
  remove(resource: Resource, handle: number): Entry {
    const entry = this.get(resource, handle);
    if (entry.isLent) throw new AbiFault('gave a resource away while it was lent');
    if (!entry.own) this.#borrowed -= 1;
    this.#entries[handle] = undefined;
    this.#free.push(handle);
    return entry;
  }

  /** Takes a resource that the guest gives away: it must own it. */
  take(resource: Resource, handle: number): unknown {
    if (!this.get(resource, handle).own) throw new AbiFault('gave a resource away that was only lent to it');
    return this.remove(resource, handle).value;
  }

  /** What a handle leads to, for whom the guest calls: it keeps it until the call returns. */
  lend(resource: Resource, handle: number): unknown {
    const entry = this.get(resource, handle);
    if (!entry.isLent) {
      entry.isLent = true;
      this.#lent.push(entry);
    }
    return entry.value;
  }

  /** To be called when whom the guest has called returns. */
  takeBack(): void {
    while (this.#lent.length > 0) {
      const entry = this.#lent.pop();
      if (entry) entry.isLent = false;
    }
  }

  /** To be called when the guest itself returns from a call. */
  requireReturned(): void {
    if (this.#borrowed > 0) throw new AbiFault('kept a resource that was only lent to it');
  }

  /**
   * The guest has ended.
   * @param late called with what it is given to own from here on
   * @returns those that it owned, the last one first
   */
  end(late: (entry: Entry) => void): readonly Entry[] {
    this.#late = late;
    const left = this.#entries.filter((entry) => entry?.own === true).reverse() as Entry[];
    // a guest that was left while it waited may go on for a moment, and owns nothing any more
    for (const [handle, entry] of this.#entries.entries()) {
      if (entry) this.#entries[handle] = { ...entry, own: false };
    }
    return left;
  }
}

function unknownHandle(): AbiFault {
  return new AbiFault('used a handle that it does not hold');
}
