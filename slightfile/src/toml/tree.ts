/**
 * The tree of a TOML 1.1 document, as written (`sections`) and as meant (`root`). Every node has the span of its
 * source text; what is half typed is in the tree too (`missing` values, headers without a closing bracket).
 */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';

export interface TomlError {
  readonly span: Span;
  readonly message: string;
  /** What leaves the thing as it was meant, where that is clear. */
  readonly fix?: Fix;
}

/** What TOML has since 1.1 only, so that a reader of TOML 1.0 cannot read the document. */
export type Newer =
  /** `\e`, `\xHH`. */
  | { readonly kind: 'escape'; readonly span: Span }
  /** A date or time without seconds; `at` is where they should be. */
  | { readonly kind: 'seconds'; readonly span: Span; readonly at: number }
  /** A table in braces over several lines, up to where the first of them ends; those within it are not told apart. */
  | { readonly kind: 'lines'; readonly span: Span; readonly table: InlineTable }
  /** The comma after the last entry of a table in braces on one line. */
  | { readonly kind: 'comma'; readonly span: Span };

export interface Comment {
  /** From `#` to the last character before the line end. */
  readonly span: Span;
}

export interface Document {
  readonly text: string;
  /** What the document means: all tables merged by TOML's rules. */
  readonly root: Table;
  /** What the document says, in source order. The first section is the top level and has no header. */
  readonly sections: readonly Section[];
  /** In source order. */
  readonly comments: readonly Comment[];
  /** In source order of their starts. */
  readonly errors: readonly TomlError[];
  /** In source order of their starts. */
  readonly newer: readonly Newer[];
}

/** A header and the lines below it, up to the next header. */
export interface Section {
  readonly header?: Header;
  readonly entries: readonly Entry[];
  /** From the header (or the text's start) to the end of the section's last entry or header. */
  readonly span: Span;
  /**
   * The table that the entries went into. Where the header is half typed (`[[`) or contradicts what came before,
   * a table of its own that `root` does not hold.
   */
  readonly table: Table;
}

export interface Header {
  /** `[a.b]` or `[[a.b]]`. */
  readonly kind: 'table' | 'array';
  readonly key: Key;
  /** With the brackets that are there. */
  readonly span: Span;
  /** False where a closing bracket is missing. */
  readonly closed: boolean;
}

/** `key = value`. */
export interface Entry {
  readonly key: Key;
  /** Where the `=` stands; absent where it is missing. */
  readonly equals?: number;
  readonly value: Value;
  /** From the key's first to the value's last character. */
  readonly span: Span;
}

/** A dotted key; never without a part, though a part's name may be empty where the key is half typed. */
export interface Key {
  readonly parts: readonly KeyPart[];
  readonly span: Span;
}

/** A `bare` part with an empty name is one that is missing (`a.`); its span is empty, where it should be. */
export interface KeyPart {
  /** The name meant, escapes resolved. */
  readonly name: string;
  readonly style: 'bare' | 'basic' | 'literal';
  /** With the quotes. */
  readonly span: Span;
}

/** True for a part that is not there (yet). */
export function isMissing(part: KeyPart): boolean {
  return part.style === 'bare' && part.name === '';
}

export type Value =
  | StringValue
  | IntegerValue
  | FloatValue
  | BooleanValue
  | DatetimeValue
  | ArrayValue
  | InlineTable
  | MissingValue;

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  readonly style: 'basic' | 'literal' | 'multiline-basic' | 'multiline-literal';
  /** With the quotes. */
  readonly span: Span;
  /** Between the quotes (to the line end, where the closing one is missing: it then ends where `span` does). */
  readonly inner: Span;
  /** What stands in the file as something else than itself, in order; absent where nothing does. */
  readonly escapes?: readonly Escape[];
}

/** An escape, or what a multi-line string leaves out: a part of the value, maybe an empty one, and where it is written. */
export interface Escape {
  readonly value: Span;
  readonly written: Span;
}

export interface IntegerValue {
  readonly kind: 'integer';
  readonly value: bigint;
  readonly span: Span;
}

export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
  readonly span: Span;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface DatetimeValue {
  readonly kind: 'datetime';
  readonly type: 'offset-datetime' | 'local-datetime' | 'local-date' | 'local-time';
  /** As written. */
  readonly value: string;
  readonly span: Span;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly Value[];
  readonly span: Span;
  /** False where `]` is missing: the span then ends after the last item or comma. */
  readonly closed: boolean;
}

export interface InlineTable {
  readonly kind: 'inline-table';
  readonly entries: readonly Entry[];
  /** What the entries mean, dotted keys resolved. */
  readonly table: Table;
  readonly span: Span;
  /** False where `}` is missing: the span then ends after the last entry or comma. */
  readonly closed: boolean;
}

/** No value, or one that cannot be read: an error says so. The span is where it should be, or what could not be read. */
export interface MissingValue {
  readonly kind: 'missing';
  readonly span: Span;
}

/** A table by meaning: `[a]`, `a.b = 1`, an element of `[[a]]`, or an inline table. */
export interface Table {
  readonly kind: 'table';
  /** `implicit`: only named on the way to another. */
  readonly origin: 'root' | 'header' | 'array-element' | 'dotted' | 'implicit' | 'inline';
  /**
   * In order of first appearance. Of a key defined twice, the first definition counts, unless that has no value yet
   * (`missing`). A key with a missing part is no member.
   */
  readonly members: ReadonlyMap<string, Member>;
  /**
   * The header with its brackets, or the inline table with its braces; for `dotted` and `implicit`, the part of the
   * key that first named it; for the root, the whole text.
   */
  readonly span: Span;
}

/** `[[a]]`, all of them. */
export interface TableArray {
  readonly kind: 'table-array';
  readonly tables: readonly Table[];
  /** The first header. */
  readonly span: Span;
}

export type Node = Value | Table | TableArray;

export interface Member {
  /** Where the name first stands. */
  readonly key: KeyPart;
  readonly value: Node;
}

/** The table that a node is, be it written as `[a]`, `a.b = 1` or `a = { b = 1 }`. */
export function tableOf(node: Node): Table | undefined {
  if (node.kind === 'table') return node;
  return node.kind === 'inline-table' ? node.table : undefined;
}

/** The tables that a node lists, be they written as `[[a]]` or as `a = [{ b = 1 }]`; of an array, the items that are tables. */
export function tablesOf(node: Node): readonly Table[] | undefined {
  if (node.kind === 'table-array') return node.tables;
  if (node.kind !== 'array') return undefined;
  return node.items.flatMap((item) => (item.kind === 'inline-table' ? [item.table] : []));
}
