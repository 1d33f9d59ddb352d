/** The gates that things stand behind: their own, and those of what they stand in. */
import type { Block } from './meaning.ts';
import type { Unit } from './packages.ts';
import type { Scopes } from './scopes.ts';
import type { Gate, Item, Name, Path, Use } from './tree.ts';
import { isLater } from './versions.ts';

const none: readonly Gate[] = [];

/**
 * What the things that a block names stand behind, and the block does not: `@unstable` of any package, and `@since` of the
 * block's own, because the versions of two packages have nothing to do with each other. It answers from the scopes, and
 * remembers. What cannot be found stands behind nothing.
 */
export class Gates {
  readonly #scopes: Scopes;
  readonly #blocks = new Map<Unit, ReadonlyMap<readonly Item[], readonly Gate[]>>();
  readonly #names = new Map<Block, Map<string, readonly Gate[]>>();
  readonly #uses = new Map<Block, ReadonlyMap<string, Use>>();

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /** Those of the interface or the world that a path in a block leads to. */
  ofPath(block: Block, path: Path): readonly Gate[] {
    const place = this.#scopes.place(path, block.unit);
    return place.kind === 'found' ? this.#unmet(block, place.block.unit, this.#ofBlock(place.block)) : none;
  }

  /** Those of the type that a name means in a block, and of the `use` that brings it there. */
  ofName(block: Block, name: string): readonly Gate[] {
    const names = this.#names.get(block) ?? new Map<string, readonly Gate[]>();
    this.#names.set(block, names);
    const known = names.get(name);
    if (known) return known;
    const found = this.#find(block, name);
    names.set(name, found);
    return found;
  }

  /** Those of a name that a `use` in a block takes from elsewhere. */
  ofUsed(block: Block, { from }: Use, name: Name): readonly Gate[] {
    const place = this.#scopes.place(from, block.unit);
    if (place.kind !== 'found') return none;
    return this.#unmet(block, place.block.unit, this.ofName(place.block, name.value));
  }

  #find(block: Block, name: string): readonly Gate[] {
    const meaning = this.#scopes.named(block, name);
    if (typeof meaning !== 'object') return none;
    const own = this.#unmet(block, meaning.block.unit, meaning.item.gates);
    if (meaning.block === block) return own;
    const { gates = none } = this.#usesOf(block).get(name) ?? {};
    const around = this.#unmet(block, meaning.block.unit, this.#ofBlock(meaning.block));
    return [...this.#unmet(block, block.unit, gates), ...own, ...around];
  }

  #unmet(block: Block, there: Unit, gates: readonly Gate[]): readonly Gate[] {
    if (gates.length === 0) return none;
    const around = this.#ofBlock(block);
    const isSame = there.package.id === block.unit.package.id;
    return gates.filter((gate) => (gate.name.value === 'since' ? isSame : true) && !isMet(gate, around));
  }

  #ofBlock({ items, unit }: Block): readonly Gate[] {
    const known = this.#blocks.get(unit) ?? blockGates(unit);
    this.#blocks.set(unit, known);
    return known.get(items) ?? none;
  }

  #usesOf(block: Block): ReadonlyMap<string, Use> {
    const known = this.#uses.get(block);
    if (known) return known;
    const found = new Map<string, Use>();
    for (const item of block.items) {
      if (item.kind !== 'use' || item.names === '*') continue;
      for (const { name, as = name } of item.names) found.set(as.value, item);
    }
    this.#uses.set(block, found);
    return found;
  }
}

/** True where what stands behind some gates is there only where the gate lets its own things be there, too. */
export function isMet({ name, arguments: [argument] }: Gate, has: readonly Gate[]): boolean {
  const value = argument?.value.value ?? '';
  if (value === '') return true;
  if (name.value === 'unstable') {
    return has.some((each) => each.name.value === 'unstable' && each.arguments[0]?.value.value === value);
  }
  // what is not stable yet is in no version
  return name.value !== 'since' || has.some((each) => each.name.value === 'unstable' || isSince(each, value));
}

function isSince({ name, arguments: [argument] }: Gate, version: string): boolean {
  return name.value === 'since' && argument !== undefined && !isLater(version, argument.value.value);
}

/** Of each interface and world of a unit, by its items: its gates, and those of a world that it stands in. */
function blockGates({ items }: Unit): ReadonlyMap<readonly Item[], readonly Gate[]> {
  const found = new Map<readonly Item[], readonly Gate[]>();
  for (const item of items) {
    if (item.kind !== 'interface' && item.kind !== 'world') continue;
    found.set(item.items, item.gates);
    for (const inner of item.items) {
      if ((inner.kind !== 'import' && inner.kind !== 'export') || inner.target.kind !== 'interface') continue;
      found.set(inner.target.items, [...inner.gates, ...item.gates]);
    }
  }
  return found;
}
