/** What a guest's source says of capabilities: the calls that open one by name. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Text } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';

/** The languages whose sources are read; their names are LSP's language identifiers. */
export const guestLanguages = [
  'rust',
  'c',
  'cpp',
  'csharp',
  'javascript',
  'typescript',
  'go',
  'python',
] as const;

export type GuestLanguage = (typeof guestLanguages)[number];

/** One call that opens a capability: `Keyvalue::open("orders")`. */
export interface Opening {
  /** The kinds that the call can be of, the likeliest first: `open("orders")` alone may not tell. Never empty. */
  readonly kinds: readonly CapabilityKind[];
  /** The callee, without its arguments: `Keyvalue::open`. */
  readonly callee: Span;
  /** The name, where it is a literal: with its quotes and between them. Absent where it is computed. */
  readonly name?: Text;
  /** What must change where the name does. */
  readonly echoes?: readonly Echo[];
  /** True where something must change with the name, and it cannot be told what: then the name has to stay. */
  readonly isFixed?: boolean;
  /** In the place of a name: a literal that is given with the length of another text. */
  readonly mismatch?: Mismatch;
}

/** A place that says a part of what a name says: its text again, its length in bytes, or the size of its array. */
export interface Echo {
  readonly span: Span;
  readonly as: 'name' | 'length' | 'size';
}

export interface Mismatch {
  readonly text: string;
  /** Where the length is given. */
  readonly span: Span;
  /** What it says. */
  readonly bytes: number;
}

/** In the order of the text. */
export interface Reading {
  readonly openings: readonly Opening[];
}
