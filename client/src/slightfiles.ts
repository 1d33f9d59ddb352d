import { basename } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { foldersUpTo } from './modules.ts';
import { rootOf } from './choose-module.ts';

const pattern = '**/*slightfile*.toml';
const excluded = '**/{node_modules,target,.slight}/**';

export function isSlightfile(uri: Uri): boolean {
  return /slightfile.*\.toml$/.test(basename(uri.path));
}

/** Every slightfile of the workspace, in the order of their paths. */
export async function slightfiles(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(pattern, excluded);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/**
 * The slightfile that a command means: the one that is open in front, the workspace's only one, or what the person
 * chooses. Undefined where they choose none, or there is none: then they have been told.
 */
export async function chooseSlightfile(title: string): Promise<Uri | undefined> {
  const open = window.activeTextEditor?.document;
  if (open?.languageId === 'slightfile' && !open.isUntitled) return open.uri;
  const found = await slightfiles();
  if (found.length === 0) {
    void window.showInformationMessage(
      'This workspace has no slightfile.toml. Open the folder of an app that has one.',
    );
    return undefined;
  }
  if (found.length === 1) return found[0];
  const items = found.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Which slightfile?' }))?.uri;
}

/** What is run is what is seen. */
export async function saveSlightfile(slightfile: Uri): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === slightfile.toString());
  if (document?.isDirty) await document.save();
}

/** The slightfile nearest to a module: in its folder or in one above it. */
export async function slightfileOf(module: Uri): Promise<Uri | undefined> {
  const found = await slightfiles();
  for (const folder of foldersUpTo(Uri.joinPath(module, '..').fsPath, rootOf(module))) {
    const near = found.find((uri) => Uri.joinPath(uri, '..').fsPath === folder);
    if (near) return near;
  }
  return undefined;
}
