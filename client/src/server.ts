import { Disposable, Uri, window } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { App } from './app.ts';
import { frontDiagnostics } from './front-diagnostics.ts';
import { tellRunning } from './tell-running.ts';
import { tellServing } from './tell-serving.ts';

/** Languages that guests are written in, as VS Code calls them. */
const guestLanguages = [
  ...['rust', 'c', 'cpp', 'csharp', 'go', 'python'],
  ...['javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
];

const documentSelector = [
  { language: 'slightfile' },
  { language: 'wit' },
  // sources that are on disk or are to be, and not those of a past commit
  ...guestLanguages.flatMap((language) => ['file', 'untitled'].map((scheme) => ({ language, scheme }))),
];

/** The commands that the server may give with a lens or an action. */
const commands = [
  'slight.run',
  'slight.stop',
  'slight.startBackend',
  'slight.showReferences',
  'workbench.action.tasks.build',
];

/** Starts the language server as a process of its own, and ends it with the extension. */
export function languageServer(app: App): Disposable {
  const module = app.path('dist/server.mjs');
  const client = new LanguageClient(
    'slight',
    'Slight',
    // Electron lets nothing change V8's flags later, and the server keeps this space small where it can
    { module, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } },
    {
      documentSelector,
      outputChannel: app.log,
      initializationOptions: {
        commands,
        codicons: true,
        cacheFolder: Uri.joinPath(app.storage, 'index').fsPath,
      },
    },
  );
  app.asking.connect(client);
  client.start().catch((error: unknown) => tellOfFailure(app, error));
  return Disposable.from(
    tellServing(app, client),
    tellRunning(app, client),
    frontDiagnostics(client, documentSelector),
    new Disposable(() => void client.dispose().catch((error: unknown) => app.log.warn(String(error)))),
  );
}

async function tellOfFailure(app: App, error: unknown): Promise<void> {
  app.log.error(error instanceof Error ? error : String(error));
  const choice = await window.showErrorMessage(
    'Slight has no language server: it could not be started.',
    'Show Log',
  );
  if (choice) app.log.show();
}
