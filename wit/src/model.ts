/** What an interface means, once its names are resolved: types without names to look up. */
import type { Primitive } from './tree.ts';

/** `unknown` is what could not be resolved; there is a fault about it. */
type PlainKind = Primitive | 'unknown';

/** Types are shared, not copied: one declaration is one object. */
export type WitType =
  | { readonly [K in PlainKind]: { readonly kind: K } }[PlainKind]
  | { readonly kind: 'list'; readonly element: WitType; readonly length?: number }
  | { readonly kind: 'map'; readonly key: WitType; readonly value: WitType }
  | { readonly kind: 'option'; readonly some: WitType }
  | { readonly kind: 'result'; readonly ok?: WitType; readonly err?: WitType }
  | { readonly kind: 'tuple'; readonly items: readonly WitType[] }
  | { readonly kind: 'record'; readonly name: string; readonly fields: readonly NamedType[] }
  | { readonly kind: 'variant'; readonly name: string; readonly cases: readonly Case[] }
  | { readonly kind: 'enum'; readonly name: string; readonly cases: readonly string[] }
  | { readonly kind: 'flags'; readonly name: string; readonly flags: readonly string[] }
  | {
      readonly kind: 'handle';
      readonly resource: string;
      /** The interface whose resource it is, by its full name; given by a component's binary form alone. */
      readonly owner?: string;
      readonly borrowed: boolean;
    }
  | { readonly kind: 'stream' | 'future'; readonly element?: WitType };

export interface NamedType {
  readonly name: string;
  readonly type: WitType;
}

export interface Case {
  readonly name: string;
  readonly type?: WitType;
}

export interface FunctionType {
  /** A method's first one is its resource. */
  readonly params: readonly NamedType[];
  readonly result?: WitType;
}

export interface InterfaceType {
  readonly resources: readonly string[];
  readonly types: ReadonlyMap<string, WitType>;
  /** By canonical name: `open`, `[method]bucket.get`, `[static]keyvalue.open`, `[constructor]router`. */
  readonly functions: ReadonlyMap<string, FunctionType>;
}
