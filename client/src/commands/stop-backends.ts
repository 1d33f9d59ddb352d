import { commands, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { downArguments } from '../runtime/arguments.ts';
import { changeServers } from '../runtime/change-servers.ts';
import { runtimeSettings } from '../settings/settings.ts';
import { chooseSlightfile } from '../slightfiles/slightfiles.ts';
import { tellOfTrust } from '../trust.ts';
import { rootOf } from '../slightfiles/slightfile.ts';

/**
 * **Slight: Stop Backends**: the servers of a slightfile that were left running, by whomever. Called with nothing by the
 * palette, and by the lens over a capability with the slightfile's URI as text and the address of the server.
 */
export function stopBackendsCommand(app: App): Disposable {
  return commands.registerCommand('slight.stopBackends', async (file?: Uri | string, server?: string) => {
    if (!workspace.isTrusted) return tellOfTrust('stops servers');
    const given = typeof file === 'string' ? Uri.parse(file) : file;
    const slightfile = given ?? (await chooseSlightfile(app, 'Stop Backends'));
    if (slightfile) await stopBackends(app, slightfile, server === undefined ? [] : [server]);
  });
}

async function stopBackends(app: App, slightfile: Uri, servers: readonly string[]): Promise<void> {
  const settings = runtimeSettings(slightfile);
  const cwd = rootOf(slightfile);
  const { lines, failure } = await changeServers({
    node: settings.node ?? process.execPath,
    script: app.path('dist/slight.mjs'),
    arguments: downArguments({ cwd, slightfile: slightfile.fsPath, servers, settings }),
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  }).ended;
  for (const line of lines) app.log.info(line);
  await app.backends.refresh([slightfile]);
  if (failure === undefined) {
    void window.showInformationMessage(lines.map((line) => line.replace(/\.?$/, '.')).join(' '));
  } else if (await window.showErrorMessage(failure, 'Show Log')) app.log.show();
}
