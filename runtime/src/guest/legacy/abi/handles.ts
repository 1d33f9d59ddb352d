/** The handles that a guest has to the resources of one kind: small integers, from 0, the last one freed reused first. */
import { AbiFault } from '../../abi/fault.ts';

export class Handles {
  readonly resource: string;
  readonly #slots: ({ readonly value: unknown } | undefined)[] = [];
  readonly #free: number[] = [];
  /** How many handles lead to each value: a host may give out one value twice, and a C guest may clone a handle. */
  readonly #count = new Map<unknown, number>();

  constructor(resource: string) {
    this.resource = resource;
  }

  /** A new handle to the value. */
  insert(value: unknown): number {
    const handle = this.#free.pop() ?? this.#slots.length;
    this.#slots[handle] = { value };
    this.#count.set(value, (this.#count.get(value) ?? 0) + 1);
    return handle;
  }

  /** What the handle stands for. */
  get(handle: number): unknown {
    const slot = this.#slots[handle >>> 0];
    if (!slot)
      throw new AbiFault(`passed the handle ${handle >>> 0} of a ${this.resource}, which is not open`);
    return slot.value;
  }

  /** Frees the handle. `last` is true where no other one leads to its value. */
  remove(handle: number): { readonly value: unknown; readonly last: boolean } {
    const value = this.get(handle);
    this.#slots[handle >>> 0] = undefined;
    this.#free.push(handle >>> 0);
    const left = (this.#count.get(value) ?? 1) - 1;
    if (left === 0) this.#count.delete(value);
    else this.#count.set(value, left);
    return { value, last: left === 0 };
  }

  /** Frees every handle, and gives their values, each once. */
  clear(): unknown[] {
    const values = [...this.#count.keys()];
    this.#slots.length = 0;
    this.#free.length = 0;
    this.#count.clear();
    return values;
  }
}
