/** What the server says to its client of itself. */
export interface ToClient {
  readonly sendNotification: (method: string, params?: unknown) => void;
  /** Rejects where the client refuses. */
  readonly sendRequest: (method: string, params?: unknown) => Promise<unknown>;
}
