import { resolve } from 'node:path';
import { commands, QuickPickItemKind, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { App } from '../app.ts';
import { builtModules, byApp } from './modules.ts';
import { moduleSetting, setModule } from '../settings/settings.ts';
import { appName, rootOf } from '../slightfiles/slightfile.ts';

/**
 * The path of the guest that a slightfile is run with: the one that the setting `slight.modules` names, else the last
 * build output, else what the person chooses now. Undefined where they choose none.
 */
export async function moduleFor(app: App, slightfile: Uri): Promise<string | undefined> {
  const root = rootOf(slightfile);
  const set = moduleSetting(slightfile);
  if (set) return resolve(root, set);
  const [newest] = await builtModules(slightfile.fsPath, root);
  return newest ?? chooseModule(app, slightfile);
}

/**
 * Lets the person choose the guest of a slightfile, which the setting `slight.modules` then names.
 * @returns its path; undefined where none is chosen, or there is none yet
 */
export async function chooseModule(app: App, slightfile: Uri): Promise<string | undefined> {
  const root = rootOf(slightfile);
  const set = moduleSetting(slightfile);
  const [newest] = await builtModules(slightfile.fsPath, root);
  const item = await window.showQuickPick<ModuleItem>(await itemsOf(slightfile, set, newest), {
    title: `Module for ${workspace.asRelativePath(slightfile)}`,
    placeHolder: 'The .wasm file to run',
    matchOnDescription: true,
  });
  if (!item?.choice) return undefined;
  const { choice } = item;
  const module =
    choice === 'browse' ? (await browse(slightfile))?.fsPath : choice === 'last' ? newest : choice;
  if (choice !== 'last' && module === undefined) return undefined;
  await setModule(slightfile, choice === 'last' ? undefined : module);
  const now = moduleSetting(slightfile);
  app.log.info(`${appName(slightfile)} is run with ${now ?? 'the last build output'}`);
  void tell(slightfile, now, choice === 'last');
  return now === undefined ? newest : resolve(root, now);
}

interface ModuleItem extends QuickPickItem {
  /** A path; `last`: whatever was built last. */
  readonly choice?: string;
}

async function itemsOf(
  slightfile: Uri,
  set: string | undefined,
  newest: string | undefined,
): Promise<readonly ModuleItem[]> {
  const found = await workspace.findFiles('**/*.wasm', '**/{node_modules,.slight,deps}/**', 1000);
  const { own, others } = await byApp(
    found.map(({ fsPath }) => fsPath),
    slightfile.fsPath,
  );
  const current = set === undefined ? undefined : resolve(rootOf(slightfile), set);
  const named = (file: string): ModuleItem => ({
    label: `$(file-binary) ${workspace.asRelativePath(file)}`,
    ...(file === current && { description: 'current' }),
    choice: file,
  });
  const section = (label: string, files: readonly string[]): readonly ModuleItem[] =>
    files.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...files.map(named)] : [];
  const isListed = current === undefined || own.includes(current) || others.includes(current);
  const last = newest === undefined ? 'nothing is built yet' : `now ${workspace.asRelativePath(newest)}`;
  return [
    {
      label: '$(history) Last build output',
      description: current === undefined ? `current, ${last}` : last,
      choice: 'last',
    },
    ...section('This app', own),
    ...section('Elsewhere in this workspace', isListed ? others : [current, ...others]),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: '$(folder-opened) Browse…', choice: 'browse', alwaysShow: true },
  ];
}

/** Says what is run from now on; where a setting of the user's own wins over the choice, that it does. */
async function tell(slightfile: Uri, now: string | undefined, isLast: boolean): Promise<void> {
  const name = appName(slightfile);
  const message =
    isLast && now !== undefined
      ? `${name} still runs ${now}: the setting slight.modules names it in another place, which wins.`
      : `${name} runs ${now ?? 'its last build output'} from now on: the setting slight.modules ${now === undefined ? 'names no other' : 'says so'}.`;
  if (await window.showInformationMessage(message, 'Open Settings')) {
    await commands.executeCommand('workbench.action.openSettings', 'slight.modules');
  }
}

async function browse(slightfile: Uri): Promise<Uri | undefined> {
  const files = await window.showOpenDialog({
    defaultUri: Uri.joinPath(slightfile, '..'),
    filters: { WebAssembly: ['wasm'] },
    openLabel: 'Choose',
  });
  return files?.[0];
}
