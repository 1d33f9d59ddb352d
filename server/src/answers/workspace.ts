/** What is answered about the workspace as a whole. */
import type { CancellationToken } from '../connection/json-rpc.ts';
import { errorCodes, ResponseError } from '../connection/json-rpc.ts';
import type * as lsp from 'vscode-languageserver-protocol';
import type { Documents } from '../documents.ts';
import { resolveCodeAction, uriOfAction } from '../features/code-action.ts';
import { matches } from '../features/workspace-symbol.ts';
import type { Workspace } from '../workspace.ts';
import type { Answers, Diagnose } from './answer.ts';
import { refused } from './names.ts';
import { pulledDiagnostics } from './pulled.ts';
import { workspaceSymbols } from './symbols.ts';

export interface WorkspaceAnswersOptions {
  readonly documents: Documents;
  readonly diagnose: Diagnose;
}

export function workspaceAnswers(
  workspace: Workspace,
  { documents, diagnose }: WorkspaceAnswersOptions,
): Answers {
  const pulled = pulledDiagnostics();
  return {
    'textDocument/diagnostic': async ({
      textDocument: { uri },
      previousResultId,
    }: lsp.DocumentDiagnosticParams) => {
      const document = documents.get(uri)?.document;
      if (!document) return { kind: 'full', items: [] };
      // what is typed in one document may change what is said of another
      const state = `${documents.revision} ${workspace.revision}`;
      return await pulled({
        document,
        previousResultId,
        state,
        diagnose: async () => (await diagnose(uri)) ?? [],
      });
    },
    'workspace/symbol': async ({ query }: lsp.WorkspaceSymbolParams, token: CancellationToken) =>
      (await workspaceSymbols(workspace, token)).filter(({ name }) => matches(query, name)),
    'codeAction/resolve': async (action: lsp.CodeAction) => {
      const uri = uriOfAction(action);
      const resolved = await resolveCodeAction(action, uri === undefined ? undefined : workspace.file(uri));
      // it was chosen already, and nobody looks any more at why it is disabled
      return resolved.disabled ? refused({ refusal: resolved.disabled.reason }) : resolved;
    },
    'workspace/textDocumentContent': async ({ uri }: lsp.TextDocumentContentParams) => {
      const text = await workspace.wit.packageText(uri);
      return text === undefined
        ? new ResponseError(errorCodes.invalidParams, 'There is no such package any more.')
        : { text };
    },
    'slight/index': () => workspace.whenComplete(),
  };
}
