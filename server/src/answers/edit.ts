/** Edits of several documents, in the form that the client takes. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { nameOf } from '../lsp/uri.ts';
import { kindOf } from '../index/kind.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * One edit of the workspace, which is undone as one. A document that is open is named with its version, so that an
 * editor refuses what is out of date; each change says in a preview what kind of file it is in.
 */
export function workspaceEdit(
  { documents }: Workspace,
  { documentChanges, changeAnnotations }: Client,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): WorkspaceEdit {
  if (!documentChanges)
    return { changes: Object.fromEntries(Array.from(edits, ([uri, all]) => [uri, [...all]])) };
  const annotationOf = (uri: string) =>
    labels[kindOf(nameOf(uri), documents.get(uri)?.document.languageId)?.kind ?? 'source'];
  return {
    documentChanges: Array.from(edits, ([uri, all]) => ({
      textDocument: { uri, version: documents.version(uri) ?? null },
      edits: all.map((edit) => (changeAnnotations ? { ...edit, annotationId: annotationOf(uri) } : edit)),
    })),
    ...(changeAnnotations && {
      changeAnnotations: Object.fromEntries(
        Array.from(edits.keys(), (uri) => [annotationOf(uri), { label: annotationOf(uri) }]),
      ),
    }),
  };
}

const labels = {
  slightfile: 'Slightfile',
  source: 'Guest source',
  wit: 'WIT',
  module: 'Module',
  unread: 'Source',
} as const;
