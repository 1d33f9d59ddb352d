import type { Disposable, Uri } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { App } from '../app.ts';

/** Tells the language server which apps run, so that the lens over a slightfile says **Stop** while its app does. */
export function tellRunning({ runs, log }: App, client: LanguageClient): Disposable {
  const told = new Set<string>();
  const tell = (slightfile: Uri): void => {
    const uri = client.code2ProtocolConverter.asUri(slightfile);
    const running = runs.find(slightfile) !== undefined;
    if (running === told.has(uri)) return;
    if (running) told.add(uri);
    else told.delete(uri);
    client
      .sendNotification('slight/running', { uri, running })
      .catch((error: unknown) => log.warn(String(error)));
  };
  for (const { slightfile } of runs.active) tell(slightfile);
  return runs.onDidChange(({ slightfile }) => tell(slightfile));
}
