/** What a completion proposes, before it is put in the words of the protocol. */
import type { Span } from '@slight/text/span.ts';
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { CompletionItemTag, InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { rangeOf } from './ranges.ts';

export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** What is replaced; it touches the cursor and is on one line. */
  readonly span: Span;
  readonly insert: readonly Piece[];
  /** What the editor compares with the text from the span's start to the cursor; the label if not given. */
  readonly filter?: string;
  /** There is a better one. */
  readonly deprecated?: boolean;
}

/** Text, or a place to fill in: with one proposal to type over, or several to choose from, the likeliest first. */
export type Piece = string | readonly [string, ...string[]];

/** The proposals as the protocol has them, to be shown in this order. Where the client has no snippets, the likeliest is filled in. */
export function toItems(
  of: { readonly document: TextDocument },
  proposals: readonly Proposal[],
  snippets: boolean,
): CompletionItem[] {
  return proposals.map((proposal, index) => {
    const { label, kind, detail, documentation, span, insert, filter = label, deprecated } = proposal;
    const isSnippet = snippets && insert.some((piece) => typeof piece !== 'string');
    return {
      label,
      kind,
      ...(detail !== undefined && { detail }),
      ...(documentation !== undefined && {
        documentation: { kind: MarkupKind.Markdown, value: documentation },
      }),
      ...(deprecated && { tags: [CompletionItemTag.Deprecated] }),
      sortText: String(index).padStart(5, '0'),
      filterText: filter,
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range: rangeOf(of, span), newText: isSnippet ? snippet(insert) : plain(insert) },
    };
  });
}

function plain(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join('');
}

function snippet(pieces: readonly Piece[]): string {
  let stop = 0;
  return pieces
    .map((piece) => (typeof piece === 'string' ? escape(piece) : placeholder(++stop, piece)))
    .join('');
}

function placeholder(stop: number, choices: readonly string[]): string {
  if (choices.length > 1) {
    return `\${${String(stop)}|${choices.map((choice) => choice.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }
  return choices[0] === '' ? `$${String(stop)}` : `\${${String(stop)}:${choices.map(escape).join('')}}`;
}

function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
