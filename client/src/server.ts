import { Disposable, window } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { App } from './app.ts';

/** Starts the language server as a process of its own, and ends it with the extension. */
export function languageServer(app: App): Disposable {
  const module = app.path('dist/server.mjs');
  const client = new LanguageClient(
    'slight',
    'Slight',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'slightfile' }],
      outputChannel: app.log,
      // The server puts a lens over a slightfile where its client has the command behind it
      initializationOptions: { commands: ['slight.run'] },
    },
  );
  client.start().catch((error: unknown) => tellOfFailure(app, error));
  return new Disposable(() => void client.dispose().catch((error: unknown) => app.log.warn(String(error))));
}

async function tellOfFailure(app: App, error: unknown): Promise<void> {
  app.log.error(error instanceof Error ? error : String(error));
  const choice = await window.showErrorMessage(
    'Slight has no language server: it could not be started.',
    'Show Log',
  );
  if (choice) app.log.show();
}
