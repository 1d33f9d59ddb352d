/** The packages that a file can see, and what each of them is made of. */
import type { WitSource, WitSurroundings } from './surroundings.ts';
import type { Interface, Item, Name, PackageName, World } from './tree.ts';

/** What one file gives to a package: all of its own, or what stands in a `package a:b { … }`. */
export interface Unit {
  readonly source: WitSource;
  readonly package: Package;
  /** Where the package is named in this file. */
  readonly name?: PackageName;
  readonly items: readonly Item[];
}

export interface Package {
  /** `wasi:keyvalue`; undefined for files that no package is named for, and for legacy ones. */
  readonly id: string | undefined;
  readonly version: string | undefined;
  /** True for that of the folder at hand. */
  readonly own: boolean;
  /** True for what slight ships, and no folder of the file's has. */
  readonly shipped: boolean;
  readonly units: readonly Unit[];
}

type From = Pick<Package, 'own' | 'shipped'>;

/** `wasi:keyvalue` */
export function idOf({ namespace, name }: PackageName): string {
  return `${namespace.value}:${name.value}`;
}

/** All packages that one file sees: its own, those in braces, those below deps/, and those that slight ships. */
export class Packages {
  readonly own: Package;
  readonly #byId = new Map<string, Package[]>();
  readonly #units = new Map<readonly Item[], Unit>();

  /** What a source sees; of the files of its folder, its own text is the one given here. */
  constructor(source: WitSource, { own, deps = [], shipped }: WitSurroundings) {
    const beside = own.filter(({ uri }) => uri !== source.uri);
    this.own = this.#add([source, ...beside].sort(byUri), { own: true, shipped: false });
    for (const sources of [deps, shipped]) {
      const from = { own: false, shipped: sources === shipped };
      const folders = Map.groupBy(sources, ({ uri }) => folderOf(uri));
      for (const folder of folders.values()) {
        const files = folder.filter(({ file }) => file.syntax === 'component');
        // a file straight in deps/ is a package of its own
        for (const package_ of Map.groupBy(files, (file) => packageIn(file, files)).values()) {
          if (package_.length > 0) this.#add(package_, from);
        }
      }
    }
  }

  /** Those of that name, of whatever version; the nearest first. */
  named(id: string): readonly Package[] {
    return this.#byId.get(id) ?? [];
  }

  /** The names of all packages that can be seen. */
  ids(): readonly string[] {
    return [...this.#byId.keys()];
  }

  /** The unit that a file's items are, or those of a package in braces. */
  unitOf(items: readonly Item[]): Unit | undefined {
    return this.#units.get(items);
  }

  #add(sources: readonly WitSource[], from: From): Package {
    const named = sources.find(({ file }) => file.package)?.file.package;
    const units = sources.map((source) => ({
      source,
      items: source.file.items,
      ...(source.file.package && { name: source.file.package }),
    }));
    const added = this.#make(named, from, units);
    for (const source of sources) {
      for (const item of source.file.items) {
        if (item.kind !== 'package') continue;
        this.#make(item.name, { ...from, own: false }, [{ source, name: item.name, items: item.items }]);
      }
    }
    return added;
  }

  #make(name: PackageName | undefined, from: From, units: readonly Omit<Unit, 'package'>[]): Package {
    const id = name && idOf(name);
    const version = name?.version?.value;
    const made: Unit[] = [];
    const result = { id, version, ...from, units: made };
    for (const each of units) {
      const unit = { ...each, package: result };
      made.push(unit);
      this.#units.set(unit.items, unit);
    }
    if (id === undefined) return result;
    const known = this.#byId.get(id);
    if (!known) this.#byId.set(id, [result]);
    else if (!known.some((other) => other.version === version)) known.push(result);
    return result;
  }
}

/** The packages that some files are, those in braces among them; legacy files are none. */
export function idsIn(sources: Iterable<WitSource>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { file } of sources) {
    if (file.package) ids.add(idOf(file.package));
    for (const item of file.items) if (item.kind === 'package') ids.add(idOf(item.name));
  }
  return ids;
}

/** Its interfaces and worlds by name; of two with one name, the first. */
export function namedIn({
  units,
}: Package): ReadonlyMap<string, { readonly item: Interface | World; readonly unit: Unit }> {
  const found = new Map<string, { item: Interface | World; unit: Unit }>();
  for (const unit of units) {
    for (const item of unit.items) {
      if (item.kind !== 'interface' && item.kind !== 'world') continue;
      if (item.name.value !== '' && !found.has(item.name.value)) found.set(item.name.value, { item, unit });
    }
  }
  return found;
}

/** The name in the package's first file, which stands for all of them. */
export function definitionOf({ units }: Package): { source: WitSource; name: PackageName } | undefined {
  for (const { source, name } of units) if (name) return { source, name };
  return undefined;
}

/** `wasi:io`, without its version. */
export function spanOf({ namespace, name }: { namespace: Name; name: Name }): { start: number; end: number } {
  return { start: namespace.span.start, end: name.span.end };
}

/** The interface that a legacy file is: its name without `.wit`. */
export function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/\.wit$/i, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

function packageIn({ file }: WitSource, folder: readonly WitSource[]): string {
  const name = file.package ?? folder.find((other) => other.file.package)?.file.package;
  return name ? `${idOf(name)}@${name.version?.value ?? ''}` : '';
}

function byUri(one: WitSource, other: WitSource): number {
  return one.uri < other.uri ? -1 : one.uri > other.uri ? 1 : 0;
}
