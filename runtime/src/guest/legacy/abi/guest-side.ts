/** What lifting and lowering need of one instance. */
import { Handles } from './handles.ts';
import { GuestMemory } from './memory.ts';

export class GuestSide {
  readonly memory = new GuestMemory();
  readonly #handles = new Map<string, Handles>();

  /** The handles to resources of that kind. */
  handles(resource: string): Handles {
    let handles = this.#handles.get(resource);
    if (!handles) this.#handles.set(resource, (handles = new Handles(resource)));
    return handles;
  }

  /** Every table of handles so far. */
  allHandles(): Iterable<Handles> {
    return this.#handles.values();
  }
}
