/** The capabilities of a file by their kind, and the names that they have. */
import type { CapabilityKind } from './catalogue.ts';
import type { Block } from './block.ts';

/** The capabilities of one kind: `kv.redis` and `keyvalue.filesystem` are kin. */
export interface Kin {
  readonly blocks: readonly Block[];
  readonly names: ReadonlySet<string>;
}

export function kinOf(blocks: readonly Block[]): ReadonlyMap<CapabilityKind, Kin> {
  const byKind = new Map<CapabilityKind, { blocks: Block[]; names: Set<string> }>();
  for (const block of blocks) {
    if (!block.resource) continue;
    const kin = byKind.get(block.resource.capability) ?? { blocks: [], names: new Set() };
    byKind.set(block.resource.capability, kin);
    kin.blocks.push(block);
    if (block.capability.name) kin.names.add(block.capability.name.value);
  }
  return byKind;
}

/** A name for a capability that none of its kin has: `*` where it is alone, else `my-keyvalue`, `my-keyvalue-2` … */
export function freeName(
  kinByKind: ReadonlyMap<CapabilityKind, Kin>,
  kind: CapabilityKind,
  alone: boolean,
): string {
  const names = kinByKind.get(kind)?.names ?? new Set<string>();
  if (alone && !names.has('*')) return '*';
  return numbered(names, `my-${kind.replaceAll('_', '-')}`);
}

/** The name, with a number after it where it is taken. */
export function numbered(names: ReadonlySet<string>, name: string): string {
  if (!names.has(name)) return name;
  // counted from above, so that many fixes in one file do not each count from one
  let number = names.size + 1;
  while (names.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
