/** The life of a server by the protocol: initialize, initialized, shutdown, exit (LSP 3.17, "Server lifecycle"). */
import type { InitializeParams, InitializeResult } from 'vscode-languageserver-protocol';
import type { CancellationToken, MessageConnection, ResponseMessage } from 'vscode-jsonrpc/node';
import { createMessageConnection, ErrorCodes, Message, ResponseError } from 'vscode-jsonrpc/node';
import { lspErrors } from './errors.ts';
import type { Transport } from './transport.ts';
import { connect } from './transport.ts';

export interface Server {
  /** Called once. What it returns answers every other message. */
  readonly initialize: (params: InitializeParams, connection: MessageConnection) => Initialized;
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
  const end = (): void => process.exit(isShutDown ? 0 : 1);
  const { reader, writer } = await connect(transport, end);
  const connection = createMessageConnection(reader, writer, undefined, {
    connectionStrategy: { cancelUndispatched },
  });
  let initialized: Initialized | undefined;
  let watched = watch(clientProcessId, end);
  connection.onRequest((method, params, token) => {
    if (method === 'shutdown') {
      isShutDown = true;
      return null;
    }
    if (isShutDown) return new ResponseError(ErrorCodes.InvalidRequest, 'The server is shut down.');
    if (method !== 'initialize') {
      return initialized
        ? initialized.request(method, params, token)
        : new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized.');
    }
    if (initialized) return new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized.');
    const given = params as InitializeParams;
    watched ??= watch(given.processId ?? undefined, end);
    initialized = server.initialize(given, connection);
    return initialized.result;
  });
  connection.onNotification((method, params) => {
    if (method === 'exit') end();
    else if (!isShutDown) initialized?.notification(method, params);
  });
  connection.onClose(end);
  connection.listen();
}

/** A request that is cancelled before anybody looked at it needs no answer but this. */
function cancelUndispatched(message: Message): ResponseMessage | undefined {
  if (!Message.isRequest(message)) return undefined;
  const error = { code: lspErrors.requestCancelled, message: 'The request was cancelled.' };
  return { jsonrpc: '2.0', id: message.id, error };
}

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
