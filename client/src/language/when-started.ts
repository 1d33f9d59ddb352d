import { Disposable } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';

/** Calls back each time that a server has started from here on: it knows nothing of what another one was told. */
export function whenStarted(client: LanguageClient, act: () => void): Disposable {
  const listening = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) act();
  });
  return new Disposable(() => listening.dispose());
}
