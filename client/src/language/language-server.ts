import { fork, type ChildProcess } from 'node:child_process';
import { Disposable, window } from 'vscode';
import type { App } from '../app.ts';

/**
 * Starts the language server as a process of its own, and ends it with the extension. Both wait until the extension is
 * active: VS Code's client for language servers takes longer to load than all else, and is loaded while the server starts.
 */
export function languageServer(app: App): Disposable {
  let end: (() => void) | undefined;
  const turn = setImmediate(() => {
    const start = (): ChildProcess => startServer(app);
    const first = start();
    const connecting = import('./language-client.ts').then(({ connectClient }) =>
      connectClient(app, first, start),
    );
    connecting.then(({ ready }) => ready).catch((error: unknown) => tellOfFailure(app, error));
    end = () =>
      void connecting.then(
        ({ dispose }) => dispose(),
        () => first.disconnect(),
      );
  });
  return new Disposable(() => {
    clearImmediate(turn);
    end?.();
  });
}

function startServer(app: App): ChildProcess {
  const server = fork(app.path('dist/server.mjs'), ['--node-ipc', `--clientProcessId=${process.pid}`], {
    // Electron lets nothing change V8's flags later, and the server keeps this space small where it can
    execArgv: ['--max-semi-space-size=4'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' },
    silent: true,
  });
  server.on('error', (error) => app.log.error(error));
  for (const stream of [server.stdout, server.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => app.log.info(text.trimEnd()));
  return server;
}

async function tellOfFailure(app: App, error: unknown): Promise<void> {
  app.log.error(error instanceof Error ? error : String(error));
  const choice = await window.showErrorMessage(
    'Slight has no language server: it could not be started.',
    'Show Log',
  );
  if (choice) app.log.show();
}
