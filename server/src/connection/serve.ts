/**
 * The language server as its client sees it. What an open slightfile needs for its own diagnostics is loaded at once; the
 * rest (every other feature, the index) when nobody types, or when something is asked for.
 */
import type {
  CancellationToken,
  Diagnostic,
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  FullDocumentDiagnosticReport,
  InitializeParams,
} from 'vscode-languageserver';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Refused } from '../answers/refused.ts';
import { capabilitiesFor } from '../client/capabilities.ts';
import type { Client } from '../client/client.ts';
import { clientOf } from '../client/client.ts';
import { Publisher } from '../client/publisher.ts';
import type { ToClient } from '../client/to-client.ts';
import { Documents } from '../documents.ts';
import type { Environment, File } from '../slightfile/file.ts';
import { readFile } from '../slightfile/file.ts';
import type { Session } from '../session.ts';
import { diagnostics } from '../slightfile/diagnostics.ts';
import { cancelled } from './cancelled.ts';
import type { Initialized } from './lifecycle.ts';
import { live } from './lifecycle.ts';
import { faultOfParameters } from './parameters.ts';
import type { Transport } from './transport.ts';
import { whenQuiet } from './when-quiet.ts';

export interface ServeOptions {
  readonly version: string;
  readonly environment: Environment;
  readonly transport: Transport;
  /** A process whose end is the server's, too. */
  readonly clientProcessId?: number | undefined;
  /** Called when all is loaded. */
  readonly onLoaded: () => void;
}

/** Serves the client at the other end of the transport. The process ends with the connection. */
export async function serve({
  version,
  environment,
  transport,
  clientProcessId,
  onLoaded,
}: ServeOptions): Promise<void> {
  await live(transport, clientProcessId, {
    initialize: (params, connection) => {
      const client = clientOf(params);
      const capabilities = capabilitiesFor(client, params);
      const handlers = createHandlers(connection, client, environment, params, onLoaded);
      return { result: { serverInfo: { name: 'slight', version }, capabilities }, ...handlers };
    },
  });
}

type Notifications = Readonly<Record<string, (params: never) => void>>;

function createHandlers(
  connection: ToClient,
  client: Client,
  environment: Environment,
  params: InitializeParams,
  onLoaded: () => void,
): Pick<Initialized, 'request' | 'notification'> {
  const documents = new Documents();
  const read = (document: Parameters<typeof readFile>[0], id: string): File =>
    readFile(document, environment, id);
  let session: Session | undefined;
  const publisher = new Publisher({
    connection,
    documents,
    client,
    diagnose: (uri) => (session ? session.diagnose(uri) : own(uri)),
    elsewhere: () => session?.elsewhere(),
  });
  /** What a slightfile says by itself, before it is known what other files say of it. */
  const own = (uri: string): Diagnostic[] | undefined => {
    const file = documents.get(uri)?.kind.kind === 'slightfile' ? documents.read(uri, read) : undefined;
    return file && diagnostics(file);
  };
  /** The same for a client that pulls, and can be told later to ask again. */
  const firstReport = (method: string, params: unknown): FullDocumentDiagnosticReport | undefined => {
    if (session || method !== 'textDocument/diagnostic' || !client.refreshes.diagnostics) return undefined;
    const uri = uriOf(params);
    const items = uri === undefined ? undefined : own(uri);
    if (items) loadSoon();
    return items && { kind: 'full', items };
  };
  let loading: Promise<Session> | undefined;
  const load = (): Promise<Session> =>
    (loading ??= import('../session.ts').then(({ createSession }) => {
      session = createSession({ connection, client, documents, readFile: read, publisher, params });
      onLoaded();
      return session;
    }));
  /** To load takes longer than an edit may wait, so it is put off until nobody types. */
  const loadSoon = whenQuiet(() => void load());
  const notifications: Notifications = {
    initialized: loadSoon,
    'textDocument/didOpen': ({ textDocument }: DidOpenTextDocumentParams) => {
      const { uri, languageId, version, text } = textDocument;
      const document = documents.open(uri, languageId, version, text);
      if (!document) return;
      session?.opened(document);
      publisher.opened(uri);
      // of other kinds nothing can be said before
      if (document.kind.kind === 'slightfile') loadSoon();
      else if (!client.pulls) void load();
    },
    'textDocument/didChange': ({
      textDocument: { uri, version },
      contentChanges,
    }: DidChangeTextDocumentParams) => {
      const document = documents.change(uri, version, contentChanges);
      if (!document) return;
      session?.changed(document);
      publisher.changed(uri, version);
      if (!loading) loadSoon();
    },
    'textDocument/didClose': ({ textDocument: { uri } }: DidCloseTextDocumentParams) => {
      const document = documents.close(uri);
      if (!document) return;
      // it may be of the workspace, whose files have their problems shown while they are closed too
      if (session) session.closed(document);
      else publisher.closed(uri);
    },
  };
  return {
    request: (method, given, token) =>
      firstReport(method, given) ?? answer(load(), documents, method, given, token),
    notification: (method, given) => {
      // there is nobody to tell of it, and it must not be what ends the process
      if (faultOfParameters(method, given) !== undefined) return;
      const known = Object.hasOwn(notifications, method) ? notifications[method] : undefined;
      if (known) known(given as never);
      else void load().then((loaded) => loaded.notification(method, given));
    },
  };
}

/** The answer to a request, unless it was cancelled or is about a document that has changed meanwhile. */
async function answer(
  loading: Promise<Session>,
  documents: Documents,
  method: string,
  params: unknown,
  token: CancellationToken,
): Promise<unknown> {
  const uri = uriOf(params);
  const id = uri === undefined ? undefined : documents.id(uri);
  const { answers } = await loading;
  const known = Object.hasOwn(answers, method) ? answers[method] : undefined;
  if (!known) return new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
  const fault = faultOfParameters(method, params);
  if (fault !== undefined) return new ResponseError(ErrorCodes.InvalidParams, fault);
  const isStale = () => uri !== undefined && documents.id(uri) !== id;
  const result = isStale() ? undefined : await known(params as never, token);
  if (token.isCancellationRequested) return cancelled();
  if (isStale()) return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed.');
  return result instanceof Refused ? refusal(result) : (result ?? null);
}

function refusal({ reason, of }: Refused): ResponseError<never> {
  const code = of === 'parameters' ? ErrorCodes.InvalidParams : LSPErrorCodes.RequestFailed;
  return new ResponseError(code, reason);
}

/** The document that a request is about. */
function uriOf(params: unknown): string | undefined {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { readonly uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : undefined;
}
