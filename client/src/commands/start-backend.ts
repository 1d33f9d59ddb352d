import { commands, ProgressLocation, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { upArguments } from '../runtime/arguments.ts';
import { inEditor, type EditorWords } from '../runs/editor-words.ts';
import { faultOf, openSettings, showSetting, tellOfObstacle } from '../runs/obstacle.ts';
import { progressMessage } from '../views/progress.ts';
import { changeServers } from '../runtime/change-servers.ts';
import { unstartableNode } from '../settings/node-fault.ts';
import { runtimeSettings } from '../settings/settings.ts';
import { chooseSlightfile, saveSlightfile } from '../slightfiles/slightfiles.ts';
import { tellOfTrust } from '../trust.ts';
import { appName, rootOf } from '../slightfiles/slightfile.ts';

/**
 * **Slight: Start Backend**: starts the servers that runs of a slightfile need, to stay. Called with nothing by the
 * palette, and by the lens over a capability with the slightfile's URI as text and the resource.
 */
export function startBackendCommand(app: App): Disposable {
  return commands.registerCommand('slight.startBackend', async (file?: Uri | string, resource?: string) => {
    if (!workspace.isTrusted) return tellOfTrust('starts servers');
    const given = typeof file === 'string' ? Uri.parse(file) : file;
    const slightfile = given ?? (await chooseSlightfile(app, 'Start Backend'));
    if (!slightfile) return;
    const fault = faultOf(slightfile);
    if (fault) return tellOfObstacle(app, slightfile, fault);
    await saveSlightfile(slightfile);
    await startBackend(app, slightfile, resource === undefined ? [] : [resource]);
  });
}

async function startBackend(app: App, slightfile: Uri, resources: readonly string[]): Promise<void> {
  const title = `Slight: ${resources.join(', ') || appName(slightfile)}`;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const settings = runtimeSettings(slightfile);
  const { lines, failure, error } = await window.withProgress(options, (progress, token) => {
    const cwd = rootOf(slightfile);
    const starting = changeServers({
      node: settings.node ?? process.execPath,
      script: app.path('dist/slight.mjs'),
      arguments: upArguments({ cwd, slightfile: slightfile.fsPath, resources, settings }),
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      onProgress: (event) => progress.report({ message: progressMessage(event) }),
    });
    token.onCancellationRequested(() => starting.stop());
    return starting.ended;
  });
  for (const line of lines) app.log.info(line);
  await app.backends.refresh([slightfile]);
  if (failure !== undefined) {
    const fault = error && unstartableNode(settings.node, error);
    await tellOfFailure(app, fault ?? inEditor(failure, false, settings.node));
  } else if (lines[0] !== undefined) window.setStatusBarMessage(`$(check) ${lines[0]}`, 8000);
}

async function tellOfFailure(app: App, { message, setting }: EditorWords): Promise<void> {
  app.log.error(message);
  const buttons = ['Show Log', ...(setting === undefined ? [] : [openSettings])];
  const choice = await window.showErrorMessage(message, ...buttons);
  if (choice === openSettings && setting !== undefined) await showSetting(setting);
  if (choice === 'Show Log') app.log.show();
}
