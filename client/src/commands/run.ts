import { commands, tasks, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { moduleFor } from '../choose-module.ts';
import { chooseSlightfile, isSlightfile, slightfileOf } from '../slightfiles.ts';
import { runTask } from '../tasks.ts';

/**
 * **Slight: Run App**. Called with nothing by the palette, with the file by the editor's title and the explorer, and with
 * its URI as text by the code lens.
 */
export function runCommand(app: App): Disposable {
  return commands.registerCommand('slight.run', (file?: Uri | string) =>
    runApp(app, typeof file === 'string' ? Uri.parse(file) : file),
  );
}

async function runApp(app: App, file: Uri | undefined): Promise<void> {
  if (!workspace.isTrusted) return tellOfTrust();
  const given = file && !isSlightfile(file) ? file.fsPath : undefined;
  const slightfile = file && given ? await slightfileOf(file) : (file ?? (await chooseSlightfile('Run App')));
  if (!slightfile) {
    if (given)
      void window.showInformationMessage(
        `There is no slightfile.toml in the folder of ${given} or above it.`,
      );
    return;
  }
  const module = given ?? (await moduleFor(app, slightfile));
  if (!module) return;

  await saved(slightfile);
  const running = app.runs.find(slightfile);
  if (running) await app.runs.stop(running);
  await tasks.executeTask(runTask(app, { slightfile, module, arguments: [] }));
}

/** What is run is what is seen. */
async function saved(slightfile: Uri): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === slightfile.toString());
  if (document?.isDirty) await document.save();
}

async function tellOfTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const choice = await window.showWarningMessage(
    'Slight runs apps only in a workspace that you trust.',
    manage,
  );
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
}
