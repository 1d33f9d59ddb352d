/** The model of a slightfile: what `slightfile.toml` says, with the span of each thing that it says. */
import type { Document, Escape, Node, Table } from './toml/tree.ts';
import type { Span } from '@slight/text/span.ts';

/** A string of the file: its value, and where it stands (with its quotes, and between them). */
export interface Text {
  readonly value: string;
  readonly span: Span;
  readonly inner: Span;
  /** What of it stands in the file as something else than itself. */
  readonly escapes?: readonly Escape[];
}

export interface Slightfile {
  readonly document: Document;
  readonly specversion: Text | undefined;
  readonly secretStore: Text | undefined;
  readonly secrets: readonly Secret[];
  readonly capabilities: readonly Capability[];
}

/** `[[secret_settings]]`: one secret; the value is what `slight secret` encrypted. */
export interface Secret {
  readonly table: Table;
  readonly span: Span;
  readonly name: Text | undefined;
  readonly value: Text | undefined;
}

/** `[[capability]]`: one thing that the guest may open. */
export interface Capability {
  readonly table: Table;
  /** The header, `[[capability]]`. */
  readonly header: Span;
  /** From the header to the end of the block, `[capability.configs]` included. */
  readonly span: Span;
  /**
   * The format of this block: one with a `resource` is 0.2; one whose `name` alone is there and names a
   * resource (or has a resource's shape) is 0.1; else that of the file. In a 0.1 file, a `name` that names a
   * resource is enough: a `resource` beside it is not read.
   */
  readonly format: '0.1' | '0.2';
  /** What serves it, as written: in 0.2 the key `resource`, in 0.1 the key `name`. */
  readonly resource: Text | undefined;
  /** What the guest opens (`*`: whatever it opens). In 0.1 every name is served, so it is absent. */
  readonly name: Text | undefined;
  readonly configs: readonly Config[];
  /** `[capability.configs]` or the inline table, where there is one. */
  readonly configsSpan: Span | undefined;
}

export interface Config {
  readonly key: string;
  readonly keySpan: Span;
  readonly node: Node;
  /** Absent where the value is not a string. */
  readonly value: ConfigValue | undefined;
}

/** A config's string, as references.ts reads it. */
export interface ConfigValue {
  readonly text: Text;
  /** What it is made of, in its order: text as it is, and references. An empty string has none. */
  readonly parts: readonly (string | Reference)[];
  /** Those of the parts that are references. */
  readonly references: readonly Reference[];
  /** What begins with `${` and is no reference; in the parts it is text. */
  readonly malformed: readonly Malformed[];
}

/** `${store.KEY}` */
export interface Reference {
  readonly store: Part;
  readonly key: Part;
  /** Its place in the file, as far as escapes let it be told. */
  readonly span: Span;
  /** Its place in the string's value. */
  readonly at: Span;
}

export type Malformed = Pick<Reference, 'span' | 'at'>;

export interface Part {
  readonly value: string;
  readonly span: Span;
}
