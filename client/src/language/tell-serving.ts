import { Disposable, workspace, type Uri } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { App } from '../app.ts';
import { servingOf } from '../backends/served-by.ts';
import { whenStarted } from './when-started.ts';

/**
 * Tells the language server what serves each slightfile's capabilities, as often as that changes: what its run uses, and
 * the servers that are up.
 */
export function tellServing({ runs, backends, log }: App, client: LanguageClient): Disposable {
  const told = new Map<string, string>();
  const tell = (slightfile: Uri): void => {
    const uri = client.code2ProtocolConverter.asUri(slightfile);
    const used = runs.find(slightfile)?.backends.values() ?? [];
    const serving = servingOf(used, backends.of(slightfile), slightfile.fsPath);
    const text = JSON.stringify(serving);
    if (text === (told.get(uri) ?? '[]')) return;
    told.set(uri, text);
    client
      .sendNotification('slight/serving', { uri, serving })
      .catch((error: unknown) => log.warn(String(error)));
  };
  const tellAll = (): void => {
    for (const { slightfile } of [...backends.all, ...runs.active]) tell(slightfile);
  };
  tellAll();
  return Disposable.from(
    whenStarted(client, () => {
      told.clear();
      tellAll();
    }),
    runs.onDidChange(({ slightfile }) => tell(slightfile)),
    backends.onDidChange(tell),
    // The server forgets what it knows of a document that is closed
    workspace.onDidOpenTextDocument(({ languageId, uri }) => {
      if (languageId !== 'slightfile') return;
      told.delete(client.code2ProtocolConverter.asUri(uri));
      tell(uri);
    }),
  );
}
