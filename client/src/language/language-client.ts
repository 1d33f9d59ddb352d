/** Speaks with the language server. In a bundle of its own, which is loaded when the extension is active. */
import type { ChildProcess } from 'node:child_process';
import { Disposable, Uri } from 'vscode';
import { IPCMessageReader, IPCMessageWriter, LanguageClient } from 'vscode-languageclient/node';
import type { App } from '../app.ts';
import { errorHandler } from './error-handler.ts';
import { frontDiagnostics } from './front-diagnostics.ts';
import { endedUnanswered } from './server-ends.ts';
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
  ...['slight.run', 'slight.stop', 'slight.openInBrowser', 'slight.startBackend', 'slight.stopBackends'],
  ...['slight.sendRequest', 'slight.showReferences', 'workbench.action.tasks.build'],
];

export interface Connection {
  /** Rejects where the server could not be started. One that ended as it started is started again, and no fault here. */
  readonly ready: Promise<void>;
  readonly dispose: () => void;
}

/**
 * @param first the server, started by an IPC channel
 * @param start starts another one, after the first has ended by a fault
 */
export function connectClient(app: App, first: ChildProcess, start: () => ChildProcess): Connection {
  let waiting: ChildProcess | undefined = first;
  const client: LanguageClient = new Client(
    'slight',
    'Slight',
    () => {
      const server = waiting?.connected ? waiting : start();
      waiting = undefined;
      return Promise.resolve({
        reader: new IPCMessageReader(server),
        writer: new IPCMessageWriter(server),
      });
    },
    {
      documentSelector,
      outputChannel: app.log,
      errorHandler: errorHandler(app, () => client.start()),
      // who waits for `ready` tells of it
      initializationFailedHandler: () => false,
      initializationOptions: {
        commands,
        codicons: true,
        cacheFolder: Uri.joinPath(app.storage, 'index').fsPath,
      },
    },
  );
  app.asking.connect(client);
  const ready = client.start().catch((error: unknown) => {
    if (!endedUnanswered(error)) throw error;
  });
  const listening = Disposable.from(
    tellServing(app, client),
    tellRunning(app, client),
    frontDiagnostics(client, documentSelector),
  );
  return {
    ready,
    dispose() {
      listening.dispose();
      client.dispose().catch((error: unknown) => app.log.warn(String(error)));
    },
  };
}

/** Shows no notification of what was under way when the server ended: of its end the error handler tells. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown, showNotification: boolean | 'force' = true): void {
    super.error(message, data, !endedUnanswered(data) && showNotification);
  }
}
