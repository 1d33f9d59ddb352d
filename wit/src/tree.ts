/** The tree of a WIT file, of either syntax, with the span of everything in it. */
import type { Span } from '@slight/text/span.ts';

/**
 * `component`: the syntax of the component model (`package`, `interface`, `world`).
 * `legacy`: that of wit-bindgen 0.2, where a file is an interface (`use { a } from b`, `expected<t, e>`).
 */
export type Syntax = 'component' | 'legacy';

export interface WitFile {
  readonly syntax: Syntax;
  /** The file's own `package …;`. */
  readonly package?: PackageName;
  /** The documentation before it. */
  readonly packageDocs?: string;
  /** In a component file interfaces, worlds, uses and nested packages; in a legacy file what an interface holds. */
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
  readonly errors: readonly SyntaxFault[];
}

/** What is wrong with the text, and where. */
export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
  /** What puts it right in the place of the span. */
  readonly replacement?: string;
  /** True where it is only the likeliest. */
  readonly unsure?: boolean;
}

export interface Comment {
  readonly span: Span;
  /** Documentation: `///`, or a block that begins with two stars. */
  readonly doc: boolean;
}

/** A name as written; `value` is without the `%` that lets a name be a keyword. */
export interface Name {
  readonly value: string;
  readonly span: Span;
}

/** `wasi:keyvalue@0.2.0`; a name of several parts (`a:b:c`) has them all in `namespace`. */
export interface PackageName {
  readonly namespace: Name;
  readonly name: Name;
  readonly version?: Name;
  readonly span: Span;
}

/** `store`, or `wasi:keyvalue/store@0.2.0`. */
export interface Path {
  readonly namespace?: Name;
  readonly package?: Name;
  readonly name: Name;
  readonly version?: Name;
  readonly span: Span;
}

/** `@since(version = 0.2.0)`, `@unstable(feature = x)`, `@deprecated(version = 0.2.2)`, `@external-id("a/b")`. */
export interface Gate {
  readonly name: Name;
  readonly arguments: readonly { readonly key: Name; readonly value: Name }[];
  /** Of an `@external-id`, as it is written, quotes included. */
  readonly string?: Name;
  /** Its brackets hold something else, too. */
  readonly misshapen?: boolean;
  readonly span: Span;
}

interface Base {
  /** From the first gate or keyword to the end, documentation excluded. */
  readonly span: Span;
  /** The documentation comments before it, without their marks. */
  readonly docs?: string;
  readonly gates: readonly Gate[];
}

export type Item =
  NestedPackage | Interface | World | TopUse | Use | TypeItem | Func | ImportExport | Include;

export type TypeItem = Alias | Record | Variant | Enum | Flags | Union | Resource;

/** `package a:b { … }` inside a file. */
export interface NestedPackage extends Base {
  readonly kind: 'package';
  readonly name: PackageName;
  readonly items: readonly Item[];
}

export interface Interface extends Base {
  readonly kind: 'interface';
  readonly name: Name;
  readonly items: readonly Item[];
}

export interface World extends Base {
  readonly kind: 'world';
  readonly name: Name;
  readonly items: readonly Item[];
}

/** `use wasi:io/streams@0.2.0 as s;` outside any interface. */
export interface TopUse extends Base {
  readonly kind: 'top-use';
  readonly path: Path;
  readonly as?: Name;
}

/** `use store.{bucket, error as e};`, or the legacy `use { bucket } from store` and `use * from store`. */
export interface Use extends Base {
  readonly kind: 'use';
  readonly from: Path;
  /** `*` for all of them. */
  readonly names: readonly UseName[] | '*';
}

export interface UseName {
  readonly name: Name;
  readonly as?: Name;
}

/** `import` or `export` in a world: of an interface by its path, or of something said in place. */
export interface ImportExport extends Base {
  readonly kind: 'import' | 'export';
  /** Absent where it is the path's. */
  readonly name?: Name;
  readonly target:
    | { readonly kind: 'path'; readonly path: Path }
    | { readonly kind: 'func'; readonly type: FuncType }
    | { readonly kind: 'interface'; readonly items: readonly Item[] };
}

/** `include imports;` or `include imports with { a as b }` in a world. */
export interface Include extends Base {
  readonly kind: 'include';
  readonly path: Path;
  readonly with: readonly UseName[];
}

export interface Func extends Base {
  readonly kind: 'func';
  readonly name: Name;
  readonly role: 'free' | 'method' | 'static' | 'constructor';
  readonly type: FuncType;
}

export interface FuncType {
  readonly async: boolean;
  readonly params: readonly Param[];
  readonly result?: Type;
  /** `-> (a: u32, b: u32)`, which older files have. */
  readonly namedResults?: readonly Param[];
}

export interface Param {
  readonly name: Name;
  readonly type: Type;
}

export interface Alias extends Base {
  readonly kind: 'alias';
  readonly name: Name;
  readonly type: Type;
}

export interface Record extends Base {
  readonly kind: 'record';
  readonly name: Name;
  readonly fields: readonly Member[];
}

export interface Variant extends Base {
  readonly kind: 'variant';
  readonly name: Name;
  readonly cases: readonly (Omit<Member, 'type'> & { readonly type?: Type })[];
}

export interface Enum extends Base {
  readonly kind: 'enum';
  readonly name: Name;
  readonly cases: readonly Omit<Member, 'type'>[];
}

export interface Flags extends Base {
  readonly kind: 'flags';
  readonly name: Name;
  readonly flags: readonly Omit<Member, 'type'>[];
}

/** Legacy only: a variant whose cases have no names. */
export interface Union extends Base {
  readonly kind: 'union';
  readonly name: Name;
  readonly cases: readonly Type[];
}

export interface Resource extends Base {
  readonly kind: 'resource';
  readonly name: Name;
  readonly functions: readonly Func[];
}

/** One field, case or flag. */
export interface Member extends Base {
  readonly name: Name;
  readonly type: Type;
}

export const primitives = [
  'bool',
  'u8',
  'u16',
  'u32',
  'u64',
  's8',
  's16',
  's32',
  's64',
  'f32',
  'f64',
  'char',
  'string',
  /** Legacy: no value at all. */
  'unit',
  'error-context',
] as const;

export type Primitive = (typeof primitives)[number];

export type Type =
  | { readonly kind: 'primitive'; readonly name: Primitive; readonly span: Span }
  | { readonly kind: 'name'; readonly name: Name; readonly span: Span }
  | { readonly kind: 'list'; readonly element: Type; readonly length?: number; readonly span: Span }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type; readonly span: Span }
  | { readonly kind: 'option'; readonly some: Type; readonly span: Span }
  /** `result<ok, err>`, legacy `expected<ok, err>`; absent where the type is left out, `_` or `unit`. */
  | { readonly kind: 'result'; readonly ok?: Type; readonly err?: Type; readonly span: Span }
  | { readonly kind: 'tuple'; readonly items: readonly Type[]; readonly span: Span }
  | { readonly kind: 'own' | 'borrow'; readonly resource: Name; readonly span: Span }
  | { readonly kind: 'stream' | 'future'; readonly element?: Type; readonly span: Span }
  /** Nothing is written where a type must be. */
  | { readonly kind: 'missing'; readonly span: Span };
