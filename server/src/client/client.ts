/** What the client said of itself when it introduced itself. */
import type { InitializeParams } from 'vscode-languageserver-protocol';
import type { Markdown } from '../lsp/markup.ts';

export interface Client {
  /** It fills in `${1:placeholders}`. */
  readonly snippets: boolean;
  /** Where it takes markdown; where it does not say, it does. */
  readonly markdown: Markdown;
  /** It asks for diagnostics itself, so none are sent unasked. */
  readonly pulls: boolean;
  /** It shows other places that have a part in a problem. */
  readonly relatesDiagnostics: boolean;
  /** What it can be told to ask for again. */
  readonly refreshes: {
    readonly diagnostics: boolean;
    readonly inlayHints: boolean;
    readonly codeLenses: boolean;
  };
  /** It takes links that say where in the target to go. */
  readonly definitionLinks: boolean;
  /** It takes edits of several documents that name their versions, and can be annotated. */
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  /** It makes a file where an edit says so. */
  readonly createsFiles: boolean;
  /** It asks for the edit of an action when that is chosen. */
  readonly resolvesActions: boolean;
  /** It shows why an action cannot be done. */
  readonly disablesActions: boolean;
  /** It asks what is renamed before it asks for a new name. */
  readonly preparesRename: boolean;
  /** It tells which files of the workspace change, where it is asked to. */
  readonly watches: boolean;
  /** It asks for the content of documents that are no files, and shows them. */
  readonly showsContent: boolean;
  /** It shows progress that the server begins. */
  readonly showsProgress: boolean;
  readonly workspaceFolders: boolean;
  /** The commands that it has behind code lenses. */
  readonly commands: ReadonlySet<string>;
  /** It shows `$(play)` in the title of a code lens as a sign. */
  readonly codicons: boolean;
  /** It can be asked for settings. */
  readonly hasSettings: boolean;
  /** It tells that settings have changed, where it is asked to. */
  readonly tellsSettings: boolean;
  /** The settings `slight.runtime`, of a client that cannot be asked. */
  readonly runtime: unknown;
  /** Paths or URIs of the folders that are open. */
  readonly folders: readonly string[];
  /** Where the index is kept; false where it must not be. */
  readonly cacheFolder: string | false | undefined;
}

export function clientOf(params: InitializeParams): Client {
  const { capabilities, workspaceFolders } = params;
  const initializationOptions: unknown = params.initializationOptions;
  const { textDocument, workspace, window } = capabilities;
  const options: Readonly<Record<string, unknown>> = isRecord(initializationOptions)
    ? initializationOptions
    : {};
  const { commands, codicons, cacheFolder, runtime } = options;
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? rootOf(params);
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdown: {
      hover: takesMarkdown(textDocument?.hover?.contentFormat),
      completion: takesMarkdown(textDocument?.completion?.completionItem?.documentationFormat),
    },
    pulls: textDocument?.diagnostic !== undefined,
    relatesDiagnostics:
      (textDocument?.diagnostic?.relatedInformation ??
        textDocument?.publishDiagnostics?.relatedInformation) === true,
    refreshes: {
      diagnostics: workspace?.diagnostics?.refreshSupport === true,
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
    },
    definitionLinks: textDocument?.definition?.linkSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    resolvesActions:
      textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
      textDocument.codeAction.dataSupport === true,
    disablesActions: textDocument?.codeAction?.disabledSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsContent: workspace?.textDocumentContent !== undefined,
    showsProgress: window?.workDoneProgress === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    commands: new Set(Array.isArray(commands) ? commands.filter((one) => typeof one === 'string') : []),
    codicons: codicons === true,
    hasSettings: workspace?.configuration === true,
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    runtime,
    folders,
    cacheFolder: typeof cacheFolder === 'string' || cacheFolder === false ? cacheFolder : undefined,
  };
}

function takesMarkdown(formats: readonly string[] | undefined): boolean {
  return formats === undefined || formats.length === 0 || formats.includes('markdown');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What clients that know no workspace folders have instead. */
function rootOf(params: object): readonly string[] {
  return 'rootUri' in params && typeof params.rootUri === 'string' ? [params.rootUri] : [];
}
