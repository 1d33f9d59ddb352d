/** What a completion of WIT proposes, and the same in the words of the protocol. */
import type { Span } from '@slight/slightfile/span.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { CompletionItemTag, InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import { rangeOf } from '../../file.ts';

export interface Proposal {
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

/** Text, or a place to fill in with something to type over. */
export type Piece = string | readonly [string];

export interface ItemOptions {
  readonly document: TextDocument;
  /** What is replaced. */
  readonly span: Span;
  /** The client fills in placeholders, and nothing follows on the line. */
  readonly snippets: boolean;
}

/** The proposals as the protocol has them, to be shown in this order. */
export function toItems(
  proposals: readonly Proposal[],
  { document, span, snippets }: ItemOptions,
): CompletionItem[] {
  const range = rangeOf({ document }, span);
  return proposals.map(({ label, kind, detail, documentation, snippet, text = label, deprecated }, index) => {
    const isSnippet = snippets && snippet !== undefined;
    return {
      label,
      kind,
      ...(detail !== undefined && { detail }),
      ...(documentation !== undefined && {
        documentation: { kind: MarkupKind.Markdown, value: documentation },
      }),
      ...(deprecated && { tags: [CompletionItemTag.Deprecated] }),
      sortText: String(index).padStart(5, '0'),
      filterText: label,
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: isSnippet ? snippetText(snippet) : text },
    };
  });
}

function snippetText(pieces: readonly Piece[]): string {
  let stop = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return escaped(piece);
      stop += 1;
      return piece[0] === '' ? `$${String(stop)}` : `\${${String(stop)}:${escaped(piece[0])}}`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
