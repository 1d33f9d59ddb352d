/** The gates that things stand behind: their own, and those of what they stand in. */
import type { Block } from './meaning.ts';
import type { Unit } from './packages.ts';
import type { Scopes } from './scopes.ts';
import type { Gate, Item, Name, Path, Use } from './tree.ts';

/** A gate, and the part of a package whose version it tells of. */
export interface PlacedGate {
  readonly gate: Gate;
  readonly unit: Unit;
}

const none: readonly PlacedGate[] = [];

/** Answers from the scopes, and remembers. What cannot be found stands behind nothing. */
export class Gates {
  readonly #scopes: Scopes;
  readonly #blocks = new Map<Unit, ReadonlyMap<readonly Item[], readonly Gate[]>>();
  readonly #names = new Map<Block, Map<string, readonly PlacedGate[]>>();
  readonly #uses = new Map<Block, ReadonlyMap<string, Use>>();

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /** Those that all of a block stands behind. */
  ofBlock({ items, unit }: Block): readonly PlacedGate[] {
    const known = this.#blocks.get(unit) ?? blockGates(unit);
    this.#blocks.set(unit, known);
    return placed(known.get(items) ?? [], unit);
  }

  /** Those of the interface or the world that a path leads to. */
  ofPath(path: Path, unit: Unit): readonly PlacedGate[] {
    const place = this.#scopes.place(path, unit);
    return place.kind === 'found' ? this.ofBlock(place.block) : none;
  }

  /** Those of the type that a name means in a block, and of the `use` that brings it there. */
  ofName(block: Block, name: string): readonly PlacedGate[] {
    const names = this.#names.get(block) ?? new Map<string, readonly PlacedGate[]>();
    this.#names.set(block, names);
    const known = names.get(name);
    if (known) return known;
    const meaning = this.#scopes.named(block, name);
    const use = this.#usesOf(block).get(name);
    const found =
      typeof meaning === 'object'
        ? [
            ...placed(use?.gates ?? [], block.unit),
            ...placed(meaning.item.gates, meaning.block.unit),
            ...(meaning.block === block ? none : this.ofBlock(meaning.block)),
          ]
        : none;
    names.set(name, found);
    return found;
  }

  /** Those of a name that a `use` in a block takes from elsewhere. */
  ofUsed({ from }: Use, name: Name, unit: Unit): readonly PlacedGate[] {
    const place = this.#scopes.place(from, unit);
    return place.kind === 'found' ? this.ofName(place.block, name.value) : none;
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

function placed(gates: readonly Gate[], unit: Unit): readonly PlacedGate[] {
  return gates.length === 0 ? none : gates.map((gate) => ({ gate, unit }));
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
