/** A client for tests: starts the server as an editor does, and talks to it over its real connection. */
import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { shipped } from '../../../test/shipped.ts';
import { uriOf } from '../lsp/uri.ts';
import type {
  ClientCapabilities,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

export interface ClientOptions {
  readonly transport?: 'stdio' | 'ipc';
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  /** The paths of the folders that are open. */
  readonly folders?: readonly string[];
  /** More variables of the server's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for every request of the server; what it gives is the answer. */
  readonly onRequest?: (method: string, params: unknown) => unknown;
}

/** A server that has answered `initialize`. It is killed when disposed, if it still runs. */
export interface Client extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** All that the server pushed, in order. */
  readonly pushed: readonly PublishDiagnosticsParams[];
  readonly request: <R>(method: string, params?: unknown) => Promise<R>;
  readonly open: (uri: string, text: string, languageId?: string) => Promise<void>;
  readonly change: (uri: string, version: number, changes: TextDocumentContentChangeEvent[]) => Promise<void>;
  /** What was pushed for a version, as soon as it is. */
  readonly diagnostics: (uri: string, version: number) => Promise<PublishDiagnosticsParams>;
  /** Shuts the server down as the protocol wants it, and gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** What a server may ask its client. */
const serverRequests = [
  'client/registerCapability',
  'window/workDoneProgress/create',
  'workspace/diagnostic/refresh',
  'workspace/codeLens/refresh',
  'workspace/inlayHint/refresh',
  'workspace/configuration',
];

const main = shipped('server.mjs');

/** The server with these arguments, its standard streams open. */
export function spawnServer(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

function startServer({ transport, env }: ClientOptions): ChildProcess {
  const environment = { ...process.env, ...env };
  return transport === 'ipc'
    ? fork(main, ['--node-ipc'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: environment })
    : spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
}

function connect(child: ChildProcess) {
  if (child.stdin && child.stdout) {
    const reader = new StreamMessageReader(child.stdout);
    // else the rest of a message that a killed server was sending is waited for, for ever
    reader.partialMessageTimeout = 0;
    return createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  }
  return createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
}

export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const { capabilities = {}, initializationOptions, folders, onRequest } = options;
  const child = startServer(options);
  const connection = connect(child);
  const pushed: PublishDiagnosticsParams[] = [];
  const events = new EventEmitter();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    pushed.push(params);
    events.emit('diagnostics');
  });
  for (const method of serverRequests)
    connection.onRequest(method, (params: unknown) => onRequest?.(method, params) ?? null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities,
    // else the tests would write into the cache of whoever runs them
    initializationOptions: { cacheFolder: false, ...initializationOptions },
    ...(folders && { workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })) }),
  });
  await connection.sendNotification('initialized', {});
  return {
    process: child,
    connection,
    initialized,
    pushed,
    request: (method, params = null) => connection.sendRequest(method, params),
    open: (uri, text, languageId = 'slightfile') =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      }),
    diagnostics: async (uri, version) => {
      for (;;) {
        const found = pushed.find((params) => params.uri === uri && params.version === version);
        if (found) return found;
        await once(events, 'diagnostics');
      }
    },
    stop: async () => {
      await connection.sendRequest('shutdown');
      return await ended(child, () => connection.sendNotification('exit'));
    },
    [Symbol.asyncDispose]: async () => {
      connection.dispose();
      if (child.exitCode === null && child.signalCode === null)
        await ended(child, () => child.kill('SIGKILL'));
    },
  };
}

/** The exit code of a process that `end` ends. */
export async function ended(child: ChildProcess, end: () => unknown): Promise<number | null> {
  const exit = once(child, 'exit');
  await end();
  const [code] = (await exit) as [number | null];
  return code;
}
