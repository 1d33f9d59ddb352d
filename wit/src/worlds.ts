/** The worlds of a WIT file: which interfaces a guest of each imports and exports, by their full names. */
import type { Package } from './packages.ts';
import { Scopes } from './scopes.ts';
import type { Block } from './meaning.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';
import type { Item, Path } from './tree.ts';

export interface WorldInterfaces {
  readonly name: string;
  /**
   * Each once: `wasi:keyvalue/store@0.2.0-draft2`. Those that others need for their types are among them; what is
   * imported outside any package is not.
   */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** False where there may be more, or fewer: something that it includes is not found, or a file cannot be read whole. */
  readonly complete: boolean;
}

/** The worlds that a file declares, in its order. Legacy files declare none. */
export function worldsOf(source: WitSource, surroundings: WitSurroundings): readonly WorldInterfaces[] {
  if (source.file.syntax === 'legacy') return [];
  const scopes = new Scopes(source, surroundings);
  const unit = scopes.packages.unitOf(source.file.items);
  if (!unit) return [];
  return source.file.items.flatMap((item) => {
    if (item.kind !== 'world' || item.name.value === '') return [];
    const world = new Collected(scopes);
    world.include(scopes.block(item.items, 'world', item.name, unit));
    return [{ name: item.name.value, ...world.result() }];
  });
}

type Direction = 'import' | 'export';

/** What is found on the way through one world. It works through a list: includes may be as deep as they like. */
class Collected {
  readonly #scopes: Scopes;
  readonly #imports = new Set<string>();
  readonly #exports = new Set<string>();
  /** Whose types exports use: these are imports, where they are not exports too. */
  readonly #neededByExports = new Set<string>();
  readonly #waiting: Block[] = [];
  readonly #seen = new Set<Block>();
  /** Interfaces are looked through once as imports and once as exports: what they need is not the same. */
  readonly #interfaces: { readonly [K in Direction]: Set<readonly Item[]> } = {
    import: new Set(),
    export: new Set(),
  };
  #complete = true;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /** Adds all that a world says, and the worlds that it includes. */
  include(world: Block): void {
    this.#wait(world);
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#read(next);
  }

  result(): Omit<WorldInterfaces, 'name'> {
    const imports = [...this.#imports, ...this.#neededByExports.difference(this.#exports)];
    return { imports: [...new Set(imports)], exports: [...this.#exports], complete: this.#complete };
  }

  #wait(world: Block): void {
    if (this.#seen.has(world)) return;
    this.#seen.add(world);
    this.#waiting.push(world);
  }

  #read(world: Block): void {
    // a line that cannot be read may be any import
    if (world.unit.source.file.errors.length > 0) this.#complete = false;
    for (const item of world.items) {
      // whether it is there is for the build to say
      if (item.gates.some(({ name }) => name.value === 'unstable')) this.#complete = false;
      if (item.kind === 'include') {
        const place = this.#scopes.place(item.path, world.unit);
        if (place.kind === 'found' && place.block.kind === 'world') this.#wait(place.block);
        // a world of another version may have other imports
        if (place.kind !== 'found' || place.block.kind !== 'world' || place.versions) this.#complete = false;
      } else if (item.kind === 'use') this.#add(item.from, world, this.#imports, 'import');
      else if (item.kind === 'import' || item.kind === 'export') {
        const { target, kind } = item;
        const names = kind === 'import' ? this.#imports : this.#exports;
        if (target.kind === 'path') this.#add(target.path, world, names, kind);
        else if (target.kind === 'interface') this.#addNeeded({ ...world, items: target.items }, kind);
      }
    }
  }

  /** Adds an interface, and those that it takes types of. */
  #add(path: Path, from: Block, names: Set<string>, direction: Direction): void {
    const waiting = [{ path, from, names }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const place = this.#scopes.place(next.path, next.from.unit);
      const found = place.kind === 'found' && place.block.kind === 'interface' ? place.block : undefined;
      const written = writtenName(next.path);
      const name = written ?? (found?.name && fullName(found.unit.package, found.name.value));
      if (name === undefined) this.#complete = false;
      else next.names.add(name);
      if (found) waiting.push(...this.#needed(found, direction));
      else if (written === undefined || !/^(wasi|spiderlightning):/.test(written)) {
        // what an interface of somebody else's needs is not known
        this.#complete = false;
      }
    }
  }

  #addNeeded(block: Block, direction: Direction): void {
    for (const { path, from, names } of this.#needed(block, direction))
      this.#add(path, from, names, direction);
  }

  /** The interfaces that one takes types of; none where it was asked before. */
  #needed(
    block: Block,
    direction: Direction,
  ): readonly { readonly path: Path; readonly from: Block; readonly names: Set<string> }[] {
    const seen = this.#interfaces[direction];
    if (seen.has(block.items)) return [];
    seen.add(block.items);
    const names = direction === 'import' ? this.#imports : this.#neededByExports;
    return block.items.flatMap((item) =>
      item.kind === 'use' ? [{ path: item.from, from: block, names }] : [],
    );
  }
}

/** The path itself, where it says its package. */
function writtenName({ namespace, package: of, name, version }: Path): string | undefined {
  if (!namespace || !of || namespace.value === '' || of.value === '' || name.value === '') return undefined;
  return `${namespace.value}:${of.value}/${name.value}${version ? `@${version.value}` : ''}`;
}

/** Undefined where the package has no name. */
function fullName({ id, version }: Package, name: string): string | undefined {
  if (id === undefined) return undefined;
  return `${id}/${name}${version === undefined ? '' : `@${version}`}`;
}
