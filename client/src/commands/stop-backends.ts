import { commands, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { downArguments } from '../arguments.ts';
import { rootOf } from '../choose-module.ts';
import { startServers } from '../servers.ts';
import { runtimeSettings } from '../settings.ts';
import { chooseSlightfile } from '../slightfiles.ts';
import { tellOfTrust } from '../trust.ts';

/** **Slight: Stop Backends**: the servers of a slightfile that were left running, by whomever. */
export function stopBackendsCommand(app: App): Disposable {
  return commands.registerCommand('slight.stopBackends', async (file?: Uri | string) => {
    if (!workspace.isTrusted) return tellOfTrust();
    const given = typeof file === 'string' ? Uri.parse(file) : file;
    const slightfile = given ?? (await chooseSlightfile(app, 'Stop Backends'));
    if (slightfile) await stopBackends(app, slightfile);
  });
}

async function stopBackends(app: App, slightfile: Uri): Promise<void> {
  const settings = runtimeSettings(slightfile);
  const cwd = rootOf(slightfile);
  const { lines, failure } = await startServers({
    node: settings.node ?? process.execPath,
    script: app.path('dist/slight.mjs'),
    arguments: downArguments({ cwd, slightfile: slightfile.fsPath, settings }),
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  }).ended;
  for (const line of lines) app.log.info(line);
  if (failure === undefined) {
    app.backends.clear(slightfile);
    void window.showInformationMessage(`${lines.join('. ')}.`);
  } else if (await window.showErrorMessage(failure, 'Show Log')) app.log.show();
}
