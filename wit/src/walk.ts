/** The parts of a file that checks and features ask for: its blocks, its paths, its functions, the names in its types. */
import type { Unit } from './packages.ts';
import type { Block, Place } from './meaning.ts';
import type { Scopes } from './scopes.ts';
import type { Func, FuncType, Gate, Item, Name, Path, Resource, TopUse, Type } from './tree.ts';

/** The interfaces and worlds of the scopes' file, and the interfaces in its worlds; a legacy file is one block. */
export function blocksOf(scopes: Scopes): readonly Block[] {
  return scopes.units().flatMap((unit) => {
    if (unit.source.file.syntax === 'legacy') return [scopes.block(unit.items, 'legacy', undefined, unit)];
    return unit.items.flatMap((item) => {
      if (item.kind !== 'interface' && item.kind !== 'world') return [];
      return [
        scopes.block(item.items, item.kind, item.name, unit),
        ...inlineBlocks(scopes, item.items, unit),
      ];
    });
  });
}

/** A path as written, and what it should lead to. */
export interface WrittenPath {
  readonly path: Path;
  readonly wants: 'interface' | 'world' | 'any';
  readonly unit: Unit;
  /** The `use` outside any interface that it stands in. */
  readonly topUse?: TopUse;
}

/** A path, and where it leads. */
export interface PlacedPath extends WrittenPath {
  readonly place: Place;
}

/** Every path of the scopes' file. */
export function pathsOf(scopes: Scopes): readonly PlacedPath[] {
  return scopes
    .units()
    .flatMap((unit) => pathsIn(unit))
    .map((written) => {
      const { path, unit, topUse } = written;
      return { ...written, place: topUse ? scopes.usedPlace(topUse, unit) : scopes.place(path, unit) };
    });
}

/** Every path in a unit, but for those of packages in braces. */
export function pathsIn(unit: Unit): readonly WrittenPath[] {
  const found: WrittenPath[] = [];
  const visit = (items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === 'top-use') {
        // a world is used by its bare name only
        const wants = item.path.namespace ? 'interface' : 'any';
        found.push({ path: item.path, wants, unit, topUse: item });
      } else if (item.kind === 'use') found.push({ path: item.from, wants: 'interface', unit });
      else if (item.kind === 'include') found.push({ path: item.path, wants: 'world', unit });
      else if (item.kind === 'interface' || item.kind === 'world') visit(item.items);
      else if (item.kind === 'import' || item.kind === 'export') {
        if (item.target.kind === 'path') found.push({ path: item.target.path, wants: 'interface', unit });
        else if (item.target.kind === 'interface') visit(item.target.items);
      }
    }
  };
  visit(unit.items);
  return found;
}

/** A function with its type, wherever in a block it stands. */
export interface Signature {
  readonly name: Name;
  readonly type: FuncType;
  readonly role: Func['role'];
  readonly resource?: Resource;
}

/** The functions of a block: its own, its resources', and those that a world imports or exports. */
export function signaturesOf({ items }: Pick<Block, 'items'>): readonly Signature[] {
  return items.flatMap((item): Signature[] => {
    if (item.kind === 'func') return [item];
    if (item.kind === 'resource') return item.functions.map((func) => ({ ...func, resource: item }));
    if ((item.kind === 'import' || item.kind === 'export') && item.target.kind === 'func' && item.name) {
      return [{ name: item.name, type: item.target.type, role: 'free' }];
    }
    return [];
  });
}

/** Every type that is written in an item, whole; in order. */
export function typesIn(item: Item): readonly Type[] {
  switch (item.kind) {
    case 'alias':
      return [item.type];
    case 'record':
      return item.fields.map(({ type }) => type);
    case 'variant':
      return item.cases.flatMap(({ type }) => type ?? []);
    case 'union':
      return item.cases;
    case 'resource':
      return item.functions.flatMap(({ type }) => typesOf(type));
    case 'func':
      return typesOf(item.type);
    case 'import':
    case 'export':
      return item.target.kind === 'func' ? typesOf(item.target.type) : [];
    default:
      return [];
  }
}

/** The types of a function's parameters and of its results. */
function typesOf({ params, result, namedResults = [] }: FuncType): readonly Type[] {
  const types = [...params, ...namedResults].map(({ type }) => type);
  return result ? [...types, result] : types;
}

/** Calls back for a type and all that is in it, the outer before the inner. */
export function visitType(type: Type, visit: (type: Type) => void): void {
  visit(type);
  for (const inner of innerTypes(type)) visitType(inner, visit);
}

/** Calls back for every name in a type; `handle` tells that it stands in `own<…>` or `borrow<…>`. */
export function visitNames(type: Type, visit: (name: Name, handle: boolean) => void): void {
  visitType(type, (each) => {
    if (each.kind === 'name') visit(each.name, false);
    else if (each.kind === 'own' || each.kind === 'borrow') visit(each.resource, true);
  });
}

/** The types that a type is directly made of. */
function innerTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'option':
      return [type.some];
    case 'result':
      return [type.ok, type.err].filter((part) => part !== undefined);
    case 'tuple':
      return type.items;
    case 'stream':
    case 'future':
      return type.element ? [type.element] : [];
    default:
      return [];
  }
}

/** What gates stand before; `allowed` tells whether they may stand there. */
export interface Gated {
  readonly gates: readonly Gate[];
  readonly allowed: boolean;
}

/** Everything that has gates, in the order of the text. */
export function gatedIn(items: readonly Item[]): readonly Gated[] {
  const found: Gated[] = [];
  const add = (gates: readonly Gate[], allowed: boolean): void => {
    if (gates.length > 0) found.push({ gates, allowed });
  };
  const visit = (item: Item): void => {
    add(item.gates, item.kind !== 'package' && item.kind !== 'top-use');
    if (item.kind === 'interface' || item.kind === 'world') item.items.forEach(visit);
    else if ((item.kind === 'import' || item.kind === 'export') && item.target.kind === 'interface') {
      item.target.items.forEach(visit);
    } else if (item.kind === 'resource') for (const { gates } of item.functions) add(gates, true);
    else if (item.kind === 'record') for (const { gates } of item.fields) add(gates, false);
    else if (item.kind === 'flags') for (const { gates } of item.flags) add(gates, false);
    else if (item.kind === 'variant' || item.kind === 'enum') {
      for (const { gates } of item.cases) add(gates, false);
    }
  };
  items.forEach(visit);
  return found;
}

function inlineBlocks(scopes: Scopes, items: readonly Item[], unit: Unit): readonly Block[] {
  return items.flatMap((item) =>
    (item.kind === 'import' || item.kind === 'export') && item.target.kind === 'interface'
      ? [scopes.block(item.target.items, 'interface', item.name, unit)]
      : [],
  );
}
