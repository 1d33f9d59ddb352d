/** The life of a server by the protocol: initialize, initialized, shutdown, exit (LSP 3.17, "Server lifecycle"). */
import type { InitializeParams, InitializeResult } from 'vscode-languageserver-protocol';
import type { CancellationToken, Carrier, Connection } from './json-rpc.ts';
import { connect, errorCodes, ResponseError } from './json-rpc.ts';
import type { Transport } from './transport.ts';
import { carrierOf } from './transport.ts';

export interface Server {
  /** Called once. What it returns answers every other message. */
  readonly initialize: (params: InitializeParams, connection: Connection) => Initialized;
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
  const carrier: Carrier = await carrierOf(transport, () => carrier.whenSent(exit), exit);
  let initialized: Initialized | undefined;
  let watched = watch(clientProcessId, exit);
  const connection = connect(carrier, {
    request: (method, params, token) => {
      if (method === 'shutdown') {
        isShutDown = true;
        return null;
      }
      if (isShutDown) return new ResponseError(errorCodes.invalidRequest, 'The server is shut down.');
      if (method !== 'initialize') {
        return initialized
          ? initialized.request(method, params, token)
          : new ResponseError(errorCodes.serverNotInitialized, 'The server is not initialized.');
      }
      if (initialized) return new ResponseError(errorCodes.invalidRequest, 'The server is initialized.');
      const given = params as InitializeParams;
      watched ??= watch(given.processId ?? undefined, exit);
      initialized = server.initialize(given, connection);
      return initialized.result;
    },
    notification: (method, params) => {
      if (method === 'exit') carrier.whenSent(exit);
      else if (!isShutDown) initialized?.notification(method, params);
    },
  });
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
