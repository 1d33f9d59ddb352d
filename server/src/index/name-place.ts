/** Where a name stands in a text, as LSP counts it. */
import type { Range } from 'vscode-languageserver-types';
import type { Echo } from '../sources/reading.ts';

/** A string literal. */
export interface NamePlace {
  /** With its quotes. */
  readonly range: Range;
  /** Between them. */
  readonly inner: Range;
}

export interface OpenedName extends NamePlace {
  readonly value: string;
  /** What must change where the name does. */
  readonly echoes?: readonly { readonly range: Range; readonly as: Echo['as'] }[];
  /** True where something must change with the name, and it cannot be told what. */
  readonly isFixed?: boolean;
}
