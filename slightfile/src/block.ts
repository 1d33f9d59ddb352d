/** A capability of a file, with what its resource is by the catalogue. */
import { findResource, spellingOf } from './catalogue.ts';
import type { Resource, Spelling } from './catalogue.ts';
import type { Capability, Slightfile } from './slightfile.ts';

export interface Block {
  readonly capability: Capability;
  readonly resource: Resource | undefined;
  readonly spelling: Spelling | undefined;
  /** A line in it cannot be read yet, or its configs stand outside of it, so that nothing can be said to be missing. */
  readonly unfinished: boolean;
}

/**
 * The capabilities with their resources, and whether there lies in them, from their header up to the next one's, an
 * error or what looks like their configs and is none.
 */
export function blocksOf({ capabilities, document: { errors, root } }: Slightfile): readonly Block[] {
  const strays = ['configs', 'config'].flatMap((key) => root.members.get(key)?.key.span.start ?? []);
  let next = 0;
  return capabilities.map((capability, index) => {
    const end = capabilities[index + 1]?.header.start ?? Infinity;
    while ((errors[next]?.span.start ?? Infinity) < capability.header.start) next++;
    const isStray = (start: number): boolean => capability.header.start < start && start < end;
    const unfinished = (errors[next]?.span.start ?? Infinity) < end || strays.some(isStray);
    const name = capability.resource?.value ?? '';
    return { capability, resource: findResource(name), spelling: spellingOf(name), unfinished };
  });
}
