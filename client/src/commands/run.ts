import { commands, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { launch } from '../runs/launch.ts';
import { slightfileFor, slightfileToRun } from '../slightfiles/slightfiles.ts';
import { tellOfTrust } from '../trust.ts';
import { rootOf } from '../slightfiles/slightfile.ts';

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
  if (file && isModule(file)) {
    const slightfile = await slightfileFor(app, file, 'Run App');
    if (slightfile === 'none') await offerSlightfile(file);
    else if (slightfile) await launch(app, { slightfile, module: file.fsPath, arguments: [] });
    return;
  }
  const slightfile = file ?? (await slightfileToRun(app));
  if (slightfile) await launch(app, { slightfile, arguments: [] });
}

/** A slightfile may have any name, where a person says that it is one. */
function isModule({ path }: Uri): boolean {
  return path.endsWith('.wasm');
}

/** Nothing says what a module may open that has no slightfile. */
async function offerSlightfile(module: Uri): Promise<void> {
  const path = workspace.asRelativePath(module);
  const create = 'Create slightfile.toml';
  const choice = await window.showInformationMessage(
    `${path} cannot run yet: there is no slightfile.toml in its folder or above it.`,
    create,
  );
  if (choice !== create) return;
  const slightfile = Uri.joinPath(Uri.file(rootOf(module)), 'slightfile.toml');
  await workspace.fs.writeFile(slightfile, new TextEncoder().encode('specversion = "0.2"\n'));
  await window.showTextDocument(slightfile);
}
