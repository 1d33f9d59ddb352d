import { setTimeout } from 'node:timers/promises';
import type { LanguageClient } from 'vscode-languageclient/node';

/** Asks the language server what only it knows. */
export interface Asking {
  /**
   * Its answer; undefined where there is none within the time.
   * @param patience in milliseconds
   */
  ask<R>(method: string, params: object, patience: number): Promise<R | undefined>;
  /** Questions go to this client, also those that were asked before. */
  connect(client: Pick<LanguageClient, 'sendRequest'>): void;
}

export function createAsking(): Asking {
  const { promise: connected, resolve: connect } =
    Promise.withResolvers<Pick<LanguageClient, 'sendRequest'>>();
  return {
    connect,
    ask<R>(method: string, params: object, patience: number) {
      const answer = connected.then((client) => client.sendRequest<R>(method, params));
      return Promise.race([answer.catch(() => undefined), setTimeout(patience, undefined, { ref: false })]);
    },
  };
}
