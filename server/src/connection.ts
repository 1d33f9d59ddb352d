/** The only file that knows the connection: what a client sends goes to a feature, and the answer back. */
import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import {
  CodeActionKind,
  createConnection,
  DocumentDiagnosticReportKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { codeActions, fixAllKind } from './features/code-action.ts';
import { codeLenses } from './features/code-lens.ts';
import { completion, triggerCharacters } from './features/completion.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentSymbols } from './features/document-symbol.ts';
import { foldingRanges } from './features/folding-range.ts';
import { formatting } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import type { Environment, File } from './workspace.ts';
import { Workspace } from './workspace.ts';

export interface ServeOptions {
  readonly version: string;
  readonly environment: Environment;
}

/** Serves the client that the arguments of this process name. The process ends with the connection. */
export function serve({ version, environment }: ServeOptions): void {
  const connection = createConnection();
  connection.onInitialize((params) => {
    const client = clientOf(params);
    const workspace = new Workspace(environment);
    synchronize(connection, workspace, client);
    answer(connection, workspace, client);
    return { serverInfo: { name: 'slight', version }, capabilities: capabilitiesFor(client) };
  });
  // A parent that ended without a word has closed its channel.
  process.once('disconnect', () => process.exit(1));
  connection.listen();
}

/** What the client said of itself. */
interface Client {
  /** It fills in `${1:placeholders}`. */
  readonly snippets: boolean;
  /** It asks for diagnostics itself, so none are sent unasked. */
  readonly pulls: boolean;
  /** It has the command behind `▶ Run`. */
  readonly runs: boolean;
}

function clientOf({ capabilities: { textDocument }, initializationOptions }: InitializeParams): Client {
  const options: unknown = initializationOptions;
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    pulls: textDocument?.diagnostic !== undefined,
    runs:
      isRecord(options) && Array.isArray(options['commands']) && options['commands'].includes('slight.run'),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function capabilitiesFor({ pulls, runs }: Client): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: [...triggerCharacters] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    ...(runs && { codeLensProvider: {} }),
    ...(pulls && { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } }),
  };
}

function synchronize(connection: Connection, workspace: Workspace, { pulls }: Client): void {
  const publish = (uri: string, version: number): void => {
    // Of edits that arrived together only the last is read.
    if (pulls || workspace.version(uri) !== version) return;
    const file = workspace.file(uri);
    if (file) void connection.sendDiagnostics({ uri, version, diagnostics: diagnostics(file) });
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    if (workspace.open(uri, languageId, version, text)) publish(uri, version);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    if (workspace.change(uri, version, contentChanges)) afterArrived(() => publish(uri, version));
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    if (workspace.close(uri) && !pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

/** Calls back behind the next message, if one has arrived: the connection hands one over each turn of the event loop. */
function afterArrived(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}

function answer(connection: Connection, workspace: Workspace, { snippets, pulls, runs }: Client): void {
  /** A request about one document: null where that is not an open slightfile. */
  const about =
    <P extends { readonly textDocument: { readonly uri: string } }, R>(
      feature: (file: File, params: P) => R,
    ) =>
    (params: P): R | null => {
      const file = workspace.file(params.textDocument.uri);
      return file ? feature(file, params) : null;
    };
  connection.onCompletion(
    about((file, { position, context }) =>
      completion(file, position, { snippets, trigger: context?.triggerCharacter }),
    ),
  );
  connection.onHover(about((file, { position }) => hover(file, position)));
  connection.onCodeAction(about((file, { range, context }) => codeActions(file, range, context.only)));
  connection.onDocumentSymbol(about((file) => documentSymbols(file)));
  connection.onFoldingRanges(about((file) => foldingRanges(file)));
  connection.onDocumentFormatting(about((file, { options }) => formatting(file, options)));
  connection.onDocumentRangeFormatting(about((file, { options, range }) => formatting(file, options, range)));
  if (runs) connection.onCodeLens(about((file) => codeLenses(file)));
  if (pulls) {
    connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }) => {
      const file = workspace.file(uri);
      if (!file) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      if (file.id === previousResultId)
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: file.id };
      return { kind: DocumentDiagnosticReportKind.Full, resultId: file.id, items: diagnostics(file) };
    });
  }
}
