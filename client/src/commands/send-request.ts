import { commands, Disposable, workspace } from 'vscode';
import type { App } from '../app.ts';
import type { Requests } from '../requests/send-request.ts';
import { tellOfTrust } from '../trust.ts';

/**
 * **Slight: Send Request**: to an app that serves HTTP. Called with nothing by the palette, and by the lens over a handler
 * with its route: `{ slightfile, method, path }`.
 */
export function sendRequestCommand(app: App): Disposable {
  let requests: Promise<Requests> | undefined;
  const command = commands.registerCommand('slight.sendRequest', async (given?: unknown) => {
    if (!workspace.isTrusted) return tellOfTrust('sends requests');
    requests ??= import('../requests/send-request.ts').then(({ createRequests }) => createRequests(app));
    await (await requests).send(given);
  });
  return Disposable.from(command, new Disposable(() => void requests?.then((all) => all.dispose())));
}
