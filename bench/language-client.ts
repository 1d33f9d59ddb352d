/** A client that measures a language server: what an editor does, and how long the answers take. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

export interface LanguageServer {
  readonly command: string;
  readonly args: readonly string[];
  /** What it is told besides, in words of its own. */
  readonly initializationOptions?: object;
}

/** A TOML file as the server is told of it. */
export interface OpenFile {
  readonly folder: string;
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/** One change in one line. */
export interface LineEdit {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The text as it is then, for servers that want it whole. */
  readonly whole: string;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** How long an answer is waited for, in milliseconds. One that takes longer counts as none, and is told as NaN. */
export const patience = 10_000;

/** A server that has told of the first diagnostics. Killed with all that it started when disposed. */
export interface Session extends AsyncDisposable {
  /** From the start of the process to the first diagnostics, in milliseconds; NaN where there were none. */
  readonly coldStart: number;
  /** How many problems the file had. */
  readonly problems: number;
  /** Milliseconds until the file has problems, or none, after an edit that makes it so. */
  readonly edit: (edit: LineEdit, hasProblems: boolean) => Promise<number>;
  /** Milliseconds until there is an answer; NaN where there is none, or nothing in it. */
  readonly ask: (
    request: 'textDocument/completion' | 'textDocument/hover',
    position: Position,
  ) => Promise<number>;
  /** The answer to a request of the server's own, however long it takes. */
  readonly request: (method: string) => Promise<unknown>;
  /** Bytes of memory of the server's processes. */
  readonly memory: () => number;
}

/** Starts a server and opens a file in it, as an editor does that shows diagnostics when they are pushed. */
export async function openSession(server: LanguageServer, file: OpenFile): Promise<Session> {
  const started = performance.now();
  // a group of its own, so that a server behind a wrapper ends too
  const child = spawn(server.command, server.args, {
    cwd: file.folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const reader = new StreamMessageReader(child.stdout);
  // else the rest of a message that a killed server was sending is waited for, for ever
  reader.partialMessageTimeout = 0;
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  const diagnostics = watchDiagnostics(connection, file.uri);
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest('workspace/workspaceFolders', () => workspaceFolders(file));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();

  const { capabilities } = await connection.sendRequest<InitializeResult>(
    'initialize',
    initializeParams(server, file),
  );
  const isIncremental =
    (typeof capabilities.textDocumentSync === 'object'
      ? capabilities.textDocumentSync.change
      : capabilities.textDocumentSync) === 2;
  // what is still being written to a server that is killed is of no use any more
  const notify = (method: string, params: unknown) =>
    void connection.sendNotification(method, params).catch(() => undefined);
  notify('initialized', {});
  const { uri, languageId, text } = file;
  const first = diagnostics.next(() => true);
  notify('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text },
  });
  const problems = await withPatience(first);

  let version = 1;
  return {
    coldStart: problems === undefined ? NaN : performance.now() - started,
    problems: problems ?? NaN,
    edit: async (edit, hasProblems) => {
      const contentChanges = [isIncremental ? incremental(edit) : { text: edit.whole }];
      const sent = performance.now();
      const arrived = diagnostics.next((count) => count > 0 === hasProblems);
      notify('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges,
      });
      return (await withPatience(arrived)) === undefined ? NaN : performance.now() - sent;
    },
    ask: async (request, position) => {
      const sent = performance.now();
      const answer = await withPatience(connection.sendRequest(request, { textDocument: { uri }, position }));
      return isEmpty(answer) ? NaN : performance.now() - sent;
    },
    request: (method) => connection.sendRequest(method),
    memory: () => memoryOf(child),
    [Symbol.asyncDispose]: async () => {
      const exit = once(child, 'exit');
      // tombi does not answer while it is busy
      const answer = connection.sendRequest('shutdown').then(() => {
        notify('exit', null);
        child.stdin.end();
        return exit;
      });
      await Promise.race([answer.catch(() => undefined), setTimeout(1000)]);
      connection.dispose();
      await kill(child);
    },
  };
}

interface InitializeResult {
  readonly capabilities: { readonly textDocumentSync?: number | { readonly change?: number } };
}

function workspaceFolders({ folder }: OpenFile) {
  return [{ uri: `file://${folder}`, name: 'bench' }];
}

function initializeParams({ initializationOptions }: LanguageServer, file: OpenFile) {
  return {
    processId: process.pid,
    rootUri: `file://${file.folder}`,
    workspaceFolders: workspaceFolders(file),
    initializationOptions,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        publishDiagnostics: {},
        completion: { completionItem: { snippetSupport: true } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  };
}

function incremental({ line, from, to, text }: LineEdit) {
  return { range: { start: { line, character: from }, end: { line, character: to } }, text };
}

/** Who waits for diagnostics is told how many there are, each time that they arrive. */
function watchDiagnostics(connection: MessageConnection, uri: string) {
  const waiting = new Set<(count: number) => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    (params: { uri: string; diagnostics: unknown[] }) => {
      if (params.uri === uri) for (const tell of waiting) tell(params.diagnostics.length);
    },
  );
  return {
    next: (isWanted: (count: number) => boolean) =>
      new Promise<number>((resolve) => {
        const tell = (count: number): void => {
          if (!isWanted(count)) return;
          waiting.delete(tell);
          resolve(count);
        };
        waiting.add(tell);
      }),
  };
}

function isEmpty(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return true;
  const items = Array.isArray(answer)
    ? answer
    : 'items' in answer && Array.isArray(answer.items)
      ? answer.items
      : undefined;
  return items?.length === 0;
}

async function withPatience<T>(answer: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([answer, setTimeout(patience, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}

function memoryOf({ pid }: ChildProcess): number {
  const lines = execFileSync('ps', ['-eo', 'pgid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return processes.reduce((sum, [group, kilobytes = 0]) => (group === pid ? sum + kilobytes * 1024 : sum), 0);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it had ended
  }
  await exit;
}
