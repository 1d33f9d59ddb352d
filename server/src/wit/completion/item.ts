/** What a completion of WIT proposes, before it is known where it goes. */
import type { Span } from '@slight/text/span.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { Piece } from '../../lsp/proposal.ts';
import { toItems as itemsOf } from '../../lsp/proposal.ts';

export interface WitProposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Where nothing else is on the line; what is plain text is put in everywhere. A tab is one step of indentation. */
  readonly snippet?: readonly Piece[];
  /** The label, if not given. */
  readonly text?: string;
  readonly deprecated?: boolean;
}

export interface ItemOptions {
  readonly document: TextDocument;
  /** What is replaced. */
  readonly span: Span;
  /** The client fills in placeholders, and nothing follows on the line. */
  readonly snippets: boolean;
}

/** The proposals as the protocol has them, to be shown in this order. */
export function toItems(
  proposals: readonly WitProposal[],
  { document, span, snippets }: ItemOptions,
): CompletionItem[] {
  const placed = proposals.map(({ snippet, text, ...proposal }) => ({
    ...proposal,
    span,
    insert: snippets && snippet ? snippet : [text ?? proposal.label],
  }));
  return itemsOf({ document }, placed, snippets);
}
