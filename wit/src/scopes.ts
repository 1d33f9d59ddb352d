/** What names mean in a file: interfaces by their paths, types by their names, across files and packages. */
import type { Block, Named, Place, Target, WorldNames } from './meaning.ts';
import { isBroken, isType, packageTarget, targetOf } from './meaning.ts';
import type { Package, Unit } from './packages.ts';
import { Packages, definitionOf, fileName, idOf, namedIn } from './packages.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';
import type { Func, Item, Name, Path, TopUse, TypeItem, Use, UseName } from './tree.ts';
import { isCompatible, isDraftOf } from './versions.ts';

export type { Block, Meaning, Named, Place, Target } from './meaning.ts';
export { isType } from './meaning.ts';

type Entry =
  | { readonly kind: 'item'; readonly item: TypeItem | Func }
  | { readonly kind: 'use'; readonly use: Use; readonly names: UseName };

interface Table {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Legacy `use * from …`. */
  readonly stars: readonly Use[];
  readonly named: Map<string, Named | 'pending'>;
}

/** Packages that are not looked for where there is no deps/ folder: compilers and runtimes bring them. */
const brought = new Set(
  ['cli', 'clocks', 'config', 'filesystem', 'http', 'io', 'logging', 'random', 'sockets', 'tls'].map(
    (name) => `wasi:${name}`,
  ),
);

/** How many `use`s a name may lead through. */
const maxChain = 100;

/** The names that one file can see. It answers from what it was given, and remembers what it has answered. */
export class Scopes {
  readonly source: WitSource;
  readonly packages: Packages;
  /** What has been found of worlds, for world-names.ts. */
  readonly worlds = new Map<Block, WorldNames>();
  readonly #hasDeps: boolean;
  readonly #legacy: ReadonlyMap<string, WitSource>;
  readonly #items = new Map<Package, ReturnType<typeof namedIn>>();
  readonly #uses = new Map<Unit, ReadonlyMap<string, TopUse>>();
  readonly #blocks = new Map<readonly Item[], Block>();
  readonly #tables = new Map<readonly Item[], Table>();
  #depth = 0;

  constructor(source: WitSource, surroundings: WitSurroundings) {
    this.source = source;
    this.packages = new Packages(source, surroundings);
    this.#hasDeps = surroundings.deps !== undefined;
    const legacy = [...surroundings.own, source].filter(({ file }) => file.syntax === 'legacy');
    this.#legacy = new Map(legacy.map((each) => [fileName(each.uri), each]));
  }

  /** The file's own part of its package, and the packages in braces that stand in it. */
  units(): readonly Unit[] {
    const { items } = this.source.file;
    const nested = items.flatMap((item) => (item.kind === 'package' ? [item.items] : []));
    return [items, ...nested].flatMap((each) => this.packages.unitOf(each) ?? []);
  }

  /** The interfaces and worlds of a package. */
  items(of: Package): ReturnType<typeof namedIn> {
    return remembered(this.#items, of, () => namedIn(of));
  }

  /** What the top-level `use`s of a file bring in, by the name that they give it. */
  topUses(unit: Unit): ReadonlyMap<string, TopUse> {
    return remembered(this.#uses, unit, () => {
      const uses = unit.items.filter((item) => item.kind === 'top-use');
      return new Map(uses.map((use) => [(use.as ?? use.path.name).value, use]));
    });
  }

  /** The items of an interface or a world as a block; one list of items is one block. */
  block(items: readonly Item[], kind: Block['kind'], name: Name | undefined, unit: Unit): Block {
    return remembered(this.#blocks, items, () => ({ kind, name, items, unit }));
  }

  /** Where a path leads that is written in a file. */
  place(path: Path, unit: Unit): Place {
    if (path.name.value === '') return { kind: 'unclaimed' };
    if (unit.source.file.syntax === 'legacy') return this.#legacyPlace(path, unit);
    if (path.namespace && path.package) {
      return this.#placeIn({ ...path, namespace: path.namespace, package: path.package });
    }
    const use = this.topUses(unit).get(path.name.value);
    if (!use) return this.#placeOf(unit.package, path.name.value);
    const place = this.usedPlace(use, unit);
    if (place.kind !== 'found') return { kind: 'unclaimed' };
    return use.as ? { ...place, target: targetOf(unit.source, use.as, place.target.kind) } : place;
  }

  /** Where a top-level `use` leads; it does not see what others of its kind bring in. */
  usedPlace({ path }: TopUse, unit: Unit): Place {
    if (path.name.value === '') return { kind: 'unclaimed' };
    return path.namespace && path.package
      ? this.#placeIn({ ...path, namespace: path.namespace, package: path.package })
      : this.#placeOf(unit.package, path.name.value);
  }

  /** The name of the package that a path names, where it is defined. */
  packageTarget(path: Path): Target | undefined {
    if (!path.namespace || !path.package) return undefined;
    const found = this.#choose(`${path.namespace.value}:${path.package.value}`, path.version?.value);
    const definition = found && definitionOf(found.package);
    return definition && packageTarget(definition);
  }

  /** What the name of a type means in a block. */
  named(block: Block, name: string): Named {
    const table = this.#table(block);
    const known = table.named.get(name);
    // a circle of uses leads nowhere
    if (known === 'pending' || this.#depth >= maxChain) return 'unknown';
    if (known !== undefined || table.named.has(name)) return known;
    table.named.set(name, 'pending');
    this.#depth += 1;
    const found = this.#find(block, table, name);
    this.#depth -= 1;
    table.named.set(name, found);
    return found;
  }

  /** Every name that means something in a block, but for those of the language. */
  namesIn(block: Block): readonly string[] {
    const { entries, stars } = this.#table(block);
    const starred = stars.flatMap(({ from }) => {
      const place = this.place(from, block.unit);
      return place.kind === 'found' && place.block !== block
        ? [...this.#table(place.block).entries.keys()]
        : [];
    });
    return [...entries.keys(), ...starred];
  }

  #find(block: Block, { entries, stars }: Table, name: string): Named {
    const entry = entries.get(name);
    if (entry?.kind === 'item') {
      const kind = entry.item.kind === 'func' ? 'func' : entry.item.kind === 'resource' ? 'resource' : 'type';
      return { target: targetOf(block.unit.source, entry.item.name, kind), item: entry.item, block };
    }
    if (entry) {
      const { use, names } = entry;
      const place = this.place(use.from, block.unit);
      const found = place.kind === 'found' ? this.named(place.block, names.name.value) : undefined;
      if (found === undefined || found === 'unknown') return 'unknown';
      return names.as
        ? { ...found, target: targetOf(block.unit.source, names.as, found.target.kind) }
        : found;
    }
    let isKnown = !isBroken(block.unit.source);
    for (const { from } of stars) {
      const place = this.place(from, block.unit);
      const found = place.kind === 'found' ? this.named(place.block, name) : 'unknown';
      if (found !== undefined && found !== 'unknown') return found;
      if (found === 'unknown') isKnown = false;
    }
    return isKnown ? undefined : 'unknown';
  }

  #table(block: Block): Table {
    return remembered(this.#tables, block.items, () => {
      const entries = new Map<string, Entry>();
      const stars: Use[] = [];
      const add = (name: Name, entry: Entry): void => {
        if (name.value !== '' && !entries.has(name.value)) entries.set(name.value, entry);
      };
      for (const item of block.items) {
        if (item.kind === 'use') {
          if (item.names === '*') stars.push(item);
          else for (const names of item.names) add(names.as ?? names.name, { kind: 'use', use: item, names });
        } else if (item.kind === 'func' || isType(item)) add(item.name, { kind: 'item', item });
      }
      return { entries, stars, named: new Map<string, Named | 'pending'>() };
    });
  }

  #legacyPlace({ name }: Path, unit: Unit): Place {
    const source = this.#legacy.get(name.value);
    if (!source) return { kind: 'no-item', package: unit.package };
    const { items } = source.file;
    const own = this.packages.unitOf(items) ?? unit;
    const target: Target = { uri: source.uri, span: { start: 0, end: 0 }, kind: 'interface' };
    return { kind: 'found', block: this.block(items, 'legacy', undefined, own), target };
  }

  #placeIn(path: Path & { readonly namespace: Name; readonly package: Name }): Place {
    const id = idOf({ namespace: path.namespace, name: path.package, span: path.span });
    if (path.namespace.value === '' || path.package.value === '') return { kind: 'unclaimed' };
    const found = this.#choose(id, path.version?.value, path.name.value);
    if (!found) return !this.#hasDeps && brought.has(id) ? { kind: 'unclaimed' } : { kind: 'no-package', id };
    const isOthers = found.package.shipped && !this.#hasDeps && brought.has(id);
    // compilers and runtimes may bring that version, but none without one
    if (found.versions && isOthers && path.version) return { kind: 'unclaimed', versions: found.versions };
    const place = this.#placeOf(found.package, path.name.value);
    // of a version that is not there, nothing is known
    if (found.versions && place.kind === 'no-item') return { kind: 'no-package', id };
    return place.kind === 'found' && found.versions ? { ...place, versions: found.versions } : place;
  }

  #placeOf(of: Package, name: string): Place {
    const found = this.items(of).get(name);
    if (!found) {
      const isWhole = of.units.every(({ source }) => !isBroken(source));
      return isWhole ? { kind: 'no-item', package: of } : { kind: 'unclaimed' };
    }
    const { item, unit } = found;
    return {
      kind: 'found',
      block: this.block(item.items, item.kind, item.name, unit),
      target: targetOf(unit.source, item.name, item.kind),
    };
  }

  /**
   * The package of exactly that version; else the one that comes nearest, of those that have the interface where one has,
   * with the versions that there are.
   */
  #choose(
    id: string,
    version: string | undefined,
    name?: string,
  ): { readonly package: Package; readonly versions?: readonly (string | undefined)[] } | undefined {
    const all = this.packages.named(id);
    const exact = all.find((each) => each.version === version);
    if (exact) return { package: exact };
    const having = name === undefined ? [] : all.filter((each) => this.items(each).has(name));
    const near = having.length > 0 ? having : all;
    const nearest =
      near.find((each) => isCompatible(each.version, version)) ??
      near.find((each) => isDraftOf(each.version, version)) ??
      near[0];
    return nearest && { package: nearest, versions: all.map((each) => each.version) };
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
