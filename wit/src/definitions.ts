/** Every name that a file defines, with what it stands for. */
import { spanOf } from './packages.ts';
import type {
  FuncType,
  Gate,
  Func,
  ImportExport,
  Include,
  Item,
  Member,
  Name,
  NestedPackage,
  PackageName,
  Param,
  TopUse,
  TypeItem,
  UseName,
  Use,
  WitFile,
  Interface,
  World,
} from './tree.ts';

export type NameKind =
  | 'package'
  | 'interface'
  | 'world'
  | 'type'
  | 'resource'
  | 'func'
  | 'constructor'
  | 'field'
  | 'case'
  | 'flag'
  | 'param'
  | 'gate';

/** A case, a flag, or a field. */
export type AnyMember = Omit<Member, 'type'> & Partial<Pick<Member, 'type'>>;

/** The package of a whole file. */
interface OwnPackage {
  readonly name: PackageName;
  readonly docs?: string;
}

/** What a name stands for. */
type Defined =
  | { readonly of: 'package'; readonly node: NestedPackage | OwnPackage }
  | { readonly of: 'interface'; readonly node: Interface | ImportExport }
  | { readonly of: 'world'; readonly node: World }
  | { readonly of: 'type'; readonly node: TypeItem }
  | { readonly of: 'func'; readonly node: Func | ImportExport }
  | { readonly of: 'member'; readonly node: AnyMember }
  | { readonly of: 'param'; readonly node: Param }
  /** `use a as b`, `use a.{b as c}`, `include a with { b as c }`: another name for what has one. */
  | { readonly of: 'alias'; readonly node: TopUse | Use | Include; readonly names?: UseName };

export type Definition = Defined & {
  readonly kind: NameKind;
  readonly name: Name;
  readonly within: Definition | undefined;
};

/** The definitions of a file, each before what it holds. Names that are missing are left out. */
export function definitionsOf(file: WitFile): readonly Definition[] {
  const found: Definition[] = [];
  if (file.package) {
    const { package: name, packageDocs: docs } = file;
    found.push(packageDefinition({ name, ...(docs !== undefined && { docs }) }, name));
  }
  addItems(found, file.items, undefined);
  return found;
}

/** The gates that stand before what is defined. */
export function gatesOf(definition: Definition): readonly Gate[] {
  return 'gates' in definition.node ? definition.node.gates : [];
}

/** The documentation of what is defined. */
export function docsOf({ node }: Definition): string | undefined {
  return 'docs' in node ? node.docs : undefined;
}

function addItems(found: Definition[], items: readonly Item[], within: Definition | undefined): void {
  for (const item of items) addItem(found, item, within);
}

function addItem(found: Definition[], item: Item, within: Definition | undefined): void {
  switch (item.kind) {
    case 'package': {
      const definition = packageDefinition(item, item.name);
      if (item.name.name.value !== '') found.push(definition);
      addItems(found, item.items, definition);
      break;
    }
    case 'interface': {
      const made = add(found, { of: 'interface', node: item, kind: 'interface', name: item.name, within });
      addItems(found, item.items, made);
      break;
    }
    case 'world': {
      const made = add(found, { of: 'world', node: item, kind: 'world', name: item.name, within });
      addItems(found, item.items, made);
      break;
    }
    case 'top-use':
      if (item.as) add(found, { of: 'alias', node: item, kind: 'interface', name: item.as, within });
      break;
    case 'use':
      if (item.names !== '*') addAliases(found, item, item.names, 'type', within);
      break;
    case 'include':
      addAliases(found, item, item.with, 'func', within);
      break;
    case 'import':
    case 'export':
      addImportExport(found, item, within);
      break;
    case 'func':
      addFunc(found, item, within);
      break;
    default:
      addType(found, item, within);
  }
}

function addAliases(
  found: Definition[],
  node: Use | Include,
  names: readonly UseName[],
  kind: NameKind,
  within: Definition | undefined,
): void {
  for (const each of names) {
    if (each.as) add(found, { of: 'alias', node, names: each, kind, name: each.as, within });
  }
}

function addImportExport(found: Definition[], item: ImportExport, within: Definition | undefined): void {
  const { name, target } = item;
  if (!name) return;
  if (target.kind === 'func') {
    const func = add(found, { of: 'func', node: item, kind: 'func', name, within });
    addParams(found, target.type, func);
  } else {
    const made = add(found, { of: 'interface', node: item, kind: 'interface', name, within });
    if (target.kind === 'interface') addItems(found, target.items, made);
  }
}

function addType(found: Definition[], item: TypeItem, within: Definition | undefined): void {
  const kind = item.kind === 'resource' ? 'resource' : 'type';
  const type = add(found, { of: 'type', node: item, kind, name: item.name, within });
  if (item.kind === 'record') addMembers(found, item.fields, 'field', type);
  else if (item.kind === 'flags') addMembers(found, item.flags, 'flag', type);
  else if (item.kind === 'variant' || item.kind === 'enum') addMembers(found, item.cases, 'case', type);
  else if (item.kind === 'resource') for (const func of item.functions) addFunc(found, func, type);
}

function addMembers(
  found: Definition[],
  members: readonly AnyMember[],
  kind: NameKind,
  within: Definition,
): void {
  for (const node of members) add(found, { of: 'member', node, kind, name: node.name, within });
}

function addFunc(found: Definition[], node: Func, within: Definition | undefined): void {
  const kind = node.role === 'constructor' ? 'constructor' : 'func';
  addParams(found, node.type, add(found, { of: 'func', node, kind, name: node.name, within }));
}

function addParams(found: Definition[], { params, namedResults = [] }: FuncType, within: Definition): void {
  for (const list of [params, namedResults]) {
    for (const node of list) add(found, { of: 'param', node, kind: 'param', name: node.name, within });
  }
}

function add(found: Definition[], definition: Definition): Definition {
  if (definition.name.value !== '') found.push(definition);
  return definition;
}

function packageDefinition(node: NestedPackage | OwnPackage, name: PackageName): Definition {
  const whole = { value: `${name.namespace.value}:${name.name.value}`, span: spanOf(name) };
  return { of: 'package', node, kind: 'package', name: whole, within: undefined };
}
