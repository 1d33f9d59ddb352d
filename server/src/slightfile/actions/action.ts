/** What an action is, before it is put in the words of the protocol. */
import type { Block } from '@slight/slightfile/block.ts';
import type { Source } from '@slight/slightfile/edits/source.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';

/** Where something is to be done, with what was found out of the place once for all actions. */
export interface ActionPlace {
  readonly span: Span;
  readonly source: Source;
  /** The capability whose lines the span begins in. */
  readonly block: Block | undefined;
}

/** What can be done at a place of a file; one file of this folder each. */
export type ActionsAt = (file: File, place: ActionPlace) => readonly Action[];

interface Offer {
  /** A short imperative sentence. It never holds a config's value. */
  readonly title: string;
  readonly kind: CodeActionKind;
  /** The problem that it is a remedy of. */
  readonly problem?: Problem;
  readonly preferred?: boolean;
}

export type Action =
  | (Offer & { readonly edits: readonly TextEdit[] })
  /** Its edits are made when it is chosen. */
  | (Offer & { readonly lazy: LazyAction })
  /** It cannot be done here, for this reason: one plain sentence with the remedy. */
  | (Offer & { readonly disabled: string });

/** What the client hands back when an action is chosen: where it is, and never what stands there. */
export interface LazyAction {
  readonly kind: 'move-to-secrets';
  readonly uri: string;
  readonly version: number;
  /** The key of the config. */
  readonly key: Span;
}
