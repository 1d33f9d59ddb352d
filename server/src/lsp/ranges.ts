/** Places and edits of a document, as the protocol counts them. */
import type { TextEdit as Edit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';

export function rangeOf({ document }: OfDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function textEditsOf(of: OfDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, text }) => ({ range: rangeOf(of, span), newText: text }));
}

/** The edits of one document, as a code action gives them. */
export function editOf(of: OfDocument, edits: readonly Edit[]): WorkspaceEdit {
  return { changes: { [of.document.uri]: textEditsOf(of, edits) } };
}

interface OfDocument {
  readonly document: TextDocument;
}
