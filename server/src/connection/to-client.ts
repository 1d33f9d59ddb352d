/** What the server says to its client of itself. */
import type { Connection as LibraryConnection } from 'vscode-languageserver';

export interface ToClient {
  readonly sendNotification: (method: string, params?: unknown) => void;
  /** Rejects where the client refuses. */
  readonly sendRequest: (method: string, params?: unknown) => Promise<unknown>;
}

/** A client that is gone is told nothing any more, and its connection ends the process. */
export function toClientOf(
  connection: Pick<LibraryConnection, 'sendNotification' | 'sendRequest'>,
): ToClient {
  return {
    sendNotification: (method, params) =>
      void connection.sendNotification(method, params).catch(() => undefined),
    // no parameters are not the same as null
    sendRequest: (method, params) =>
      params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params),
  };
}
