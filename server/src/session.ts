/** A session with a client: the workspace, and the answers to every request. The first diagnostics do without. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import type {
  DidChangeWatchedFilesParams,
  DidChangeWorkspaceFoldersParams,
  InitializeParams,
} from 'vscode-languageserver-protocol';
import type { Answer, Answers, CancellationToken, DocumentAnswers } from './answers/answer.ts';
import type { Diagnose } from './client/publisher.ts';
import { runAnswers } from './answers/runs.ts';
import { slightfileAnswers } from './answers/slightfile.ts';
import { sourceAnswers } from './answers/source.ts';
import { witAnswers } from './answers/wit.ts';
import { workspaceAnswers } from './answers/workspace.ts';
import { workspaceDiagnostics } from './answers/workspace-diagnostics.ts';
import type { Client } from './client/client.ts';
import { dynamicFeatures } from './client/features.ts';
import { indexProgress } from './client/progress.ts';
import type { Publisher } from './client/publisher.ts';
import type { ToClient } from './client/to-client.ts';
import { watchers } from './client/watchers.ts';
import type { Documents, OpenDocument, Reader } from './documents.ts';
import type { File } from './slightfile/file.ts';
import type { FileKind } from './index/kind.ts';
import { inMarkupOf } from './lsp/markup.ts';
import { readServing } from './slightfile/served.ts';
import { createSettings } from './client/settings.ts';
import { pathOf } from './lsp/uri.ts';
import { Workspace } from './workspace/workspace.ts';

export interface SessionOptions {
  readonly connection: ToClient;
  readonly client: Client;
  readonly documents: Documents;
  readonly readFile: Reader<File>;
  readonly publisher: Publisher;
  readonly params: InitializeParams;
}

export interface Session {
  readonly answers: Answers;
  readonly diagnose: Diagnose;
  /** Something changed that the problems of files that are not open may depend on. */
  readonly elsewhere: () => void;
  readonly opened: (document: OpenDocument) => void;
  readonly changed: (document: OpenDocument) => void;
  readonly closed: (document: OpenDocument) => void;
  /** Every notification that is not about what is open. */
  readonly notification: (method: string, params: unknown) => void;
}

export function createSession({
  connection,
  client,
  documents,
  readFile,
  publisher,
  params,
}: SessionOptions): Session {
  const progress = client.showsProgress ? indexProgress(connection) : undefined;
  const workspace = new Workspace({
    documents,
    readFile,
    cacheFolder:
      client.cacheFolder === false
        ? undefined
        : (client.cacheFolder ?? path.join(envPaths('slight', { suffix: '' }).cache, 'index')),
    wit: shippedWit(import.meta.dirname),
    onChange: () => {
      publisher.refresh();
      if (workspace.index.isComplete) progress?.end();
    },
    ...(progress && { onProgress: progress.report }),
  });
  for (const folder of pathsOf(client.folders)) workspace.addFolder(folder);
  const ask = (method: string, params: unknown): void =>
    void connection.sendRequest(method, params).catch(() => undefined);
  const registrations = [
    ...dynamicFeatures(params),
    ...(client.watches ? [watchers] : []),
    ...(client.tellsSettings ? [settingsChange] : []),
  ];
  if (registrations.length > 0) ask('client/registerCapability', { registrations });
  const tell = (message: string): void =>
    connection.sendNotification('window/showMessage', { type: information, message });
  const settings = createSettings(
    client.hasSettings ? (asked) => connection.sendRequest('workspace/configuration', asked) : undefined,
    client.runtime,
  );
  const tables: Readonly<Record<FileKind['kind'], DocumentAnswers>> = {
    slightfile: slightfileAnswers(workspace, client, settings, tell),
    source: sourceAnswers(workspace, client, tell),
    wit: witAnswers(workspace, client),
    module: {},
    unread: {},
  };
  const diagnose: Diagnose = (uri) => {
    // nobody builds or runs it
    if (workspace.aside(uri) === 'gone') return [];
    const kind = documents.get(uri)?.kind.kind;
    return kind && tables[kind].diagnose?.(uri);
  };
  const problems = workspaceDiagnostics({ workspace, client, connection, publisher, diagnose });
  publisher.refresh();
  return {
    answers: {
      ...byKind(documents, tables, client),
      ...workspaceAnswers(workspace, { ...problems, workspaceDiagnostics: problems.answer }),
      ...runAnswers(workspace),
    },
    diagnose,
    elsewhere: problems.changed,
    opened: (document) => {
      workspace.opened(document);
      publisher.edited(document.kind.kind);
      if (!client.watches) workspace.rescanSoon();
    },
    changed: (document) => {
      workspace.changed(document);
      publisher.edited(document.kind.kind);
    },
    closed: (document) => {
      workspace.closed(document);
      problems.closed(document);
      // what was typed and not saved is gone
      publisher.edited(document.kind.kind);
    },
    notification: (method, params) => {
      switch (method) {
        case 'workspace/didChangeWatchedFiles':
          void workspace.changedOnDisk((params as DidChangeWatchedFilesParams).changes.map(({ uri }) => uri));
          break;
        case 'workspace/didChangeWorkspaceFolders': {
          const { added, removed } = (params as DidChangeWorkspaceFoldersParams).event;
          for (const folder of pathsOf(added.map(({ uri }) => uri))) workspace.addFolder(folder);
          for (const folder of pathsOf(removed.map(({ uri }) => uri))) workspace.removeFolder(folder);
          break;
        }
        case 'textDocument/didSave':
          if (!client.watches) workspace.rescanSoon();
          break;
        case 'slight/serving': {
          const { uri, serving } = params as { readonly uri?: unknown; readonly serving?: unknown };
          if (typeof uri !== 'string') break;
          workspace.serving.set(uri, readServing(serving));
          if (client.refreshes.inlayHints) ask('workspace/inlayHint/refresh', undefined);
          if (client.refreshes.codeLenses) ask('workspace/codeLens/refresh', undefined);
          break;
        }
        case 'workspace/didChangeConfiguration':
          settings.changed(params);
          if (client.refreshes.inlayHints) ask('workspace/inlayHint/refresh', undefined);
          break;
        case 'slight/running': {
          const { uri, running, url } = params as RunningParams;
          if (running) workspace.running.started(uri, url);
          else workspace.running.ended(uri);
          if (client.refreshes.inlayHints) ask('workspace/inlayHint/refresh', undefined);
          if (client.refreshes.codeLenses) ask('workspace/codeLens/refresh', undefined);
          break;
        }
      }
    },
  };
}

/** Whether the app of a slightfile runs, and where it serves HTTP. */
interface RunningParams {
  readonly uri: string;
  readonly running: boolean;
  readonly url?: unknown;
}

/** LSP's MessageType.Info. */
const information = 3;

/** Asks to be told of changes of settings. */
const settingsChange = {
  id: 'slight.settings',
  method: 'workspace/didChangeConfiguration',
  registerOptions: { section: 'slight' },
};

/** Of those that are on a disk. */
function pathsOf(uris: readonly string[]): readonly string[] {
  return uris.map(pathOf).filter((folder) => folder !== undefined);
}

/** Each request about a document goes to what answers for documents of its kind. */
function byKind(
  documents: Documents,
  tables: Readonly<Record<FileKind['kind'], DocumentAnswers>>,
  { markdown }: Client,
): Answers {
  const methods = new Set(Object.values(tables).flatMap(({ requests = {} }) => Object.keys(requests)));
  return Object.fromEntries(
    Array.from(methods, (method): [string, Answer] => [
      method,
      (params: { readonly textDocument: { readonly uri: string } }, token: CancellationToken) => {
        const { uri } = params.textDocument;
        const kind = documents.get(uri)?.kind.kind;
        const answer = (kind && tables[kind].requests?.[method]?.(uri, params as never, token)) ?? null;
        return inMarkupOf(markdown, method, answer);
      },
    ]),
  );
}

/** The `wit` folder that is shipped beside the program, be it a bundle or the sources. */
function shippedWit(from: string): string | undefined {
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const wit = path.join(folder, 'wit');
    if (existsSync(path.join(wit, 'spiderlightning-keyvalue'))) return wit;
  }
  return undefined;
}
