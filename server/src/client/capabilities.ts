/** What the server can do in every language, as it tells the client at once. */
import type { InitializeParams, ServerCapabilities } from 'vscode-languageserver-protocol';
import { codeActionKinds } from '../slightfile/actions/kinds.ts';
import type { Client } from '../client/client.ts';
import { packageScheme } from '../wit/package-uri.ts';
import { staticFeatures } from '../client/features.ts';

/** LSP's TextDocumentSyncKind.Incremental. */
const incremental = 2;

export function capabilitiesFor(
  { pulls, workspaceFolders, resolvesActions, preparesRename, showsContent }: Client,
  params: InitializeParams,
): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: incremental, save: { includeText: false } },
    hoverProvider: true,
    definitionProvider: true,
    typeDefinitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: preparesRename ? { prepareProvider: true } : true,
    codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: resolvesActions },
    workspaceSymbolProvider: true,
    ...staticFeatures(params),
    ...(pulls && { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } }),
    ...((workspaceFolders || showsContent) && {
      workspace: {
        ...(workspaceFolders && { workspaceFolders: { supported: true, changeNotifications: true } }),
        ...(showsContent && { textDocumentContent: { schemes: [packageScheme] } }),
      },
    }),
  };
}
