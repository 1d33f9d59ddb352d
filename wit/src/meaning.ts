/** What names lead to, as scopes.ts finds it. */
import type { Span } from '@slight/text/span.ts';
import type { NameKind } from './definitions.ts';
import type { Package, Unit } from './packages.ts';
import { spanOf } from './packages.ts';
import type { WitSource } from './surroundings.ts';
import type { Func, Item, Name, TypeItem } from './tree.ts';

/** Where a name is defined: the name itself, in whatever file. */
export interface Target {
  readonly uri: string;
  readonly span: Span;
  readonly kind: NameKind;
}

/** What holds types and functions: an interface, a world, an interface in a world, or a legacy file. */
export interface Block {
  readonly kind: 'interface' | 'world' | 'legacy';
  /** Empty for a legacy file, whose name is the file's. */
  readonly name: Name | undefined;
  readonly items: readonly Item[];
  readonly unit: Unit;
}

/** What a path leads to. */
export type Place =
  | {
      readonly kind: 'found';
      readonly block: Block;
      /** The name that the path's last part stands for: what it is called where it is declared, or by `use … as`. */
      readonly target: Target;
      /** The versions that there are, where the path asks for another one. */
      readonly versions?: readonly (string | undefined)[];
    }
  | { readonly kind: 'no-package'; readonly id: string }
  /** The package is there, or it is the file's own, and nothing in it has that name. */
  | { readonly kind: 'no-item'; readonly package: Package }
  /** A name is missing, or it is of a package that tools bring along. */
  | {
      readonly kind: 'unclaimed';
      /** The versions that slight knows, where tools may bring the one that the path asks for. */
      readonly versions?: readonly (string | undefined)[];
    };

/** What the name of a type leads to. */
export interface Meaning {
  readonly target: Target;
  /** The declaration at the end of all aliases made by `use`, and the block that it stands in. */
  readonly item: TypeItem | Func;
  readonly block: Block;
}

/** `unknown`: the name is declared, by a `use` that leads nowhere. Undefined: nothing declares it. */
export type Named = Meaning | 'unknown' | undefined;

/** One name of a world. What is imported or exported by a path alone has none. */
export interface WorldName {
  readonly value: string;
  readonly direction: 'import' | 'export';
  /** Types are imports too. */
  readonly kind: 'func' | 'interface' | 'type' | 'resource';
  readonly target: Target;
  /** The name where it is written in this world; the include's path, where it comes from another one. */
  readonly from: Name;
}

export interface WorldNames {
  readonly names: readonly WorldName[];
  /** False where an include leads nowhere, so that there may be more. */
  readonly complete: boolean;
  find(name: string): WorldName | undefined;
}

/** True where something could not be read, so that what seems to be missing may be there. */
export function isBroken({ file }: WitSource): boolean {
  return file.errors.some(({ replacement }) => replacement === undefined);
}

export function isType(item: Item): item is TypeItem {
  switch (item.kind) {
    case 'alias':
    case 'record':
    case 'variant':
    case 'enum':
    case 'flags':
    case 'union':
    case 'resource':
      return true;
    default:
      return false;
  }
}

export function targetOf({ uri }: WitSource, { span }: Name, kind: NameKind): Target {
  return { uri, span, kind };
}

export function packageTarget({
  source,
  name,
}: {
  readonly source: WitSource;
  readonly name: Parameters<typeof spanOf>[0];
}): Target {
  return { uri: source.uri, span: spanOf(name), kind: 'package' };
}
