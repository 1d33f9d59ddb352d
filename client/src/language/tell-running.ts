import { Disposable, type Uri } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { App } from '../app.ts';
import { whenStarted } from './when-started.ts';

/**
 * Tells the language server which apps run, and where they serve HTTP: the lens over a slightfile says **Stop** while its
 * app runs, and a hint says where it listens.
 */
export function tellRunning({ runs, log }: App, client: LanguageClient): Disposable {
  const told = new Map<string, string>();
  const tell = (slightfile: Uri): void => {
    const uri = client.code2ProtocolConverter.asUri(slightfile);
    const run = runs.find(slightfile);
    // where an app serves in several places, the first one is its own
    const now = { uri, running: run !== undefined, url: run?.urls[0] };
    const text = JSON.stringify(now);
    if (text === (told.get(uri) ?? JSON.stringify({ uri, running: false }))) return;
    told.set(uri, text);
    client.sendNotification('slight/running', now).catch((error: unknown) => log.warn(String(error)));
  };
  const tellAll = (): void => {
    for (const { slightfile } of runs.active) tell(slightfile);
  };
  tellAll();
  return Disposable.from(
    runs.onDidChange(({ slightfile }) => tell(slightfile)),
    whenStarted(client, () => {
      told.clear();
      tellAll();
    }),
  );
}
