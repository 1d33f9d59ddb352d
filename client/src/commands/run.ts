import { commands, tasks, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { moduleFor } from '../choose-module.ts';
import { chooseSlightfile, isSlightfile, saveSlightfile, slightfileOf } from '../slightfiles.ts';
import { runTask } from '../tasks.ts';
import { tellOfTrust } from '../trust.ts';

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

  await saveSlightfile(slightfile);
  const running = app.runs.find(slightfile);
  if (running) await app.runs.stop(running);
  await tasks.executeTask(runTask(app, { slightfile, module, arguments: [] }));
}
