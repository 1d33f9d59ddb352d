/** The life of a server by the protocol: initialize, initialized, shutdown, exit (LSP 3.17, "Server lifecycle"). */
import type { CancellationToken, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { createConnection, createProtocolConnection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { cancelledBeforeItsTurn } from './cancelled.ts';
import type { ToClient } from '../client/to-client.ts';
import { faultOfParameters } from './parameters.ts';
import type { Transport, Wire } from './transport.ts';
import { wireOf } from './transport.ts';

export interface Server {
  /** Called once. What it returns answers every other message. */
  readonly initialize: (params: InitializeParams, client: ToClient) => Initialized;
}

export interface Initialized {
  readonly result: InitializeResult;
  readonly request: (method: string, params: unknown, token: CancellationToken) => unknown;
  readonly notification: (method: string, params: unknown) => void;
}

/**
 * Connects to the client and answers it until it says exit, closes the connection or is gone; then the process ends,
 * with 0 where the client had said shutdown, else with 1.
 */
export async function live(
  transport: Transport,
  clientProcessId: number | undefined,
  server: Server,
): Promise<void> {
  let isShutDown = false;
  const exit = (): void => process.exit(isShutDown ? 0 : 1);
  // a client that has said all may still read what it asked for
  const wire: Wire = await wireOf(transport, {
    onBroken: (reason) =>
      process.stderr.write(
        `slight-language-server: What the client sent is no message of the protocol: ${reason}\n`,
      ),
    onGone: exit,
  });
  let watched = watch(clientProcessId, exit);
  let initialized: Initialized | undefined;
  const connection = createConnection(
    () =>
      createProtocolConnection(wire.reader, wire.writer, logger, {
        connectionStrategy: { cancelUndispatched: cancelledBeforeItsTurn },
      }),
    {
      get shutdownReceived() {
        return isShutDown;
      },
      set shutdownReceived(value) {
        isShutDown = value;
      },
      // before the library reads of them, too
      initialize: (params) => {
        const fault = faultOfParameters('initialize', params);
        if (fault !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, fault);
        watched ??= watch(params.processId ?? undefined, exit);
      },
      exit: () => wire.writer.whenOut(exit),
    },
  );
  const toClient: ToClient = {
    // a client that is gone is told nothing any more, and its connection ends the process
    sendNotification: (method, params) =>
      void connection.sendNotification(method, params).catch(() => undefined),
    // no parameters are not the same as null
    sendRequest: (method, params) =>
      params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params),
  };
  const notification = (method: string, params: unknown): void => {
    if (!isShutDown) initialized?.notification(method, params);
  };
  connection.onInitialize((params) => {
    if (isShutDown) return refused('The server is shut down.');
    if (initialized) return refused('The server is initialized.');
    initialized = server.initialize(params, toClient);
    // the library takes it for itself where the client has folders
    connection.onNotification('workspace/didChangeWorkspaceFolders', (given: unknown) =>
      notification('workspace/didChangeWorkspaceFolders', given),
    );
    return initialized.result;
  });
  connection.onRequest((method, params, token) => {
    if (isShutDown) return refused('The server is shut down.');
    return initialized
      ? initialized.request(method, params, token)
      : new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized.');
  });
  connection.onNotification(notification);
  connection.listen();
}

function refused(message: string): ResponseError<never> {
  return new ResponseError(ErrorCodes.InvalidRequest, message);
}

/** There is nobody to tell of what fails here, and it must not be what ends the process. */
const logger = {
  error: (message: string) => void process.stderr.write(`${message}\n`),
  warn: (message: string) => void process.stderr.write(`${message}\n`),
  info: () => undefined,
  log: () => undefined,
};

/** Looks now and then whether the client is still there: one that was killed cannot say exit. */
function watch(processId: number | undefined, end: () => void): NodeJS.Timeout | undefined {
  if (processId === undefined) return undefined;
  return setInterval(() => {
    try {
      process.kill(processId, 0);
    } catch {
      end();
    }
  }, 3000).unref();
}
