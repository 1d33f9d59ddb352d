/** What is answered about the workspace as a whole. */
import type * as lsp from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { resolveCodeAction, uriOfAction } from '../slightfile/code-action.ts';
import { matches } from '../slightfile/workspace-symbol.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Answers, CancellationToken } from './answer.ts';
import type { PulledWorkspace } from './pulled-workspace.ts';
import { Refused } from './refused.ts';
import type { Result } from './result.ts';
import { workspaceSymbols } from './symbols.ts';

export interface WorkspaceAnswersOptions {
  /** What is wrong with the latest version of a document that is open. */
  readonly latest: (document: TextDocument) => Promise<Result>;
  readonly workspaceDiagnostics: PulledWorkspace['answer'];
  /** A client has asked about an open document alone, and is about to have the answer. */
  readonly asked: (uri: string) => void;
}

export function workspaceAnswers(
  workspace: Workspace,
  { latest, workspaceDiagnostics, asked }: WorkspaceAnswersOptions,
): Answers {
  return {
    'textDocument/diagnostic': async ({
      textDocument: { uri },
      previousResultId,
    }: lsp.DocumentDiagnosticParams) => {
      const document = workspace.documents.get(uri)?.document;
      if (!document) return { kind: 'full', items: [] };
      const { id, items } = await latest(document);
      asked(uri);
      return id === previousResultId
        ? { kind: 'unchanged', resultId: id }
        : { kind: 'full', resultId: id, items };
    },
    'workspace/diagnostic': workspaceDiagnostics,
    'workspace/symbol': async ({ query }: lsp.WorkspaceSymbolParams, token: CancellationToken) =>
      (await workspaceSymbols(workspace, token)).filter(({ name }) => matches(query, name)),
    'codeAction/resolve': async (action: lsp.CodeAction) => {
      const uri = uriOfAction(action);
      const resolved = await resolveCodeAction(action, uri === undefined ? undefined : workspace.file(uri));
      // it was chosen already, and nobody looks any more at why it is disabled
      return resolved.disabled ? new Refused(resolved.disabled.reason) : resolved;
    },
    'workspace/textDocumentContent': async ({ uri }: lsp.TextDocumentContentParams) => {
      const text = await workspace.wit.packageText(uri);
      return text === undefined ? new Refused('There is no such package any more.', 'parameters') : { text };
    },
    'slight/index': () => workspace.whenComplete(),
  };
}
