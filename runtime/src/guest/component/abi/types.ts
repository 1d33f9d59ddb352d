/** The types that the canonical ABI lifts and lowers, with the resources that they are about. */

/** A type of resource: one of a host's interface, or one that a component defines. */
export interface Resource {
  readonly name: string;
  /** The interface that a host gives it in, under the name that the component imports it by; absent for a component's own. */
  readonly interface?: string;
  /** Of a component's own: the instance that defines it, by its number. */
  readonly definedBy?: number;
}

type Plain =
  'bool' | 's8' | 'u8' | 's16' | 'u16' | 's32' | 'u32' | 's64' | 'u64' | 'f32' | 'f64' | 'char' | 'string';

export type AbiType =
  | { readonly [K in Plain]: { readonly kind: K } }[Plain]
  | { readonly kind: 'list'; readonly element: AbiType; readonly length?: number }
  | { readonly kind: 'option'; readonly some: AbiType }
  | { readonly kind: 'result'; readonly ok?: AbiType; readonly err?: AbiType }
  | { readonly kind: 'tuple'; readonly items: readonly AbiType[] }
  | { readonly kind: 'record'; readonly fields: readonly NamedType[] }
  | { readonly kind: 'variant'; readonly cases: readonly Case[] }
  | { readonly kind: 'enum'; readonly cases: readonly string[] }
  | { readonly kind: 'flags'; readonly flags: readonly string[] }
  | { readonly kind: 'own' | 'borrow'; readonly of: Resource };

export interface NamedType {
  readonly name: string;
  readonly type: AbiType;
}

export interface Case {
  readonly name: string;
  readonly type?: AbiType;
}

export interface AbiFunction {
  readonly params: readonly AbiType[];
  readonly result?: AbiType;
}
