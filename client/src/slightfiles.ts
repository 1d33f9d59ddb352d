import { Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { KnownSlightfile } from '@slight/server/answers/runs.ts';
import type { App } from './app.ts';
import { byUse } from './by-use.ts';
import { rootOf } from './choose-module.ts';
import { foldersUpTo } from './modules.ts';
import { appName } from './runs.ts';

/** Files that are slightfiles. */
export const slightfilePattern = '**/*slightfile*.toml';

/** Folders in which none is meant. */
const excluded = '**/{node_modules,.slight}/**';

/** A list that opens later feels slow. */
const patience = 300;

/** Every slightfile of the workspace, in the order of their paths. */
export async function slightfiles(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(slightfilePattern, excluded);
  const made = await Promise.all(found.map(isMade));
  return found.filter((_, index) => !made[index]).sort((a, b) => a.path.localeCompare(b.path));
}

/** Whether a file lies in what cargo makes, which cargo marks (https://bford.info/cachedir/): the packages of a crate, say. */
async function isMade(uri: Uri): Promise<boolean> {
  const at = uri.path.lastIndexOf('/target/');
  if (at === -1) return false;
  const mark = uri.with({ path: `${uri.path.slice(0, at)}/target/CACHEDIR.TAG` });
  return await workspace.fs.stat(mark).then(
    () => true,
    () => false,
  );
}

/**
 * The slightfile that a command means: the one that is open in front, the workspace's only one, or what the person
 * chooses. Undefined where they choose none, or there is none: then they have been told.
 */
export async function chooseSlightfile(app: App, title: string): Promise<Uri | undefined> {
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
  const items = await itemsOf(app, found);
  const options = { title, placeHolder: 'Which slightfile?', matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(items, options))?.uri;
}

interface SlightfileItem extends QuickPickItem {
  readonly uri: Uri;
}

/** `hello`, `examples/hello/slightfile.toml`, `keyvalue.redis, configs.envvars` */
async function itemsOf(app: App, found: readonly Uri[]): Promise<readonly SlightfileItem[]> {
  const known = await app.asking.ask<readonly KnownSlightfile[]>('slight/slightfiles', {}, patience);
  const resources = new Map(known?.map((one) => [Uri.parse(one.uri).toString(), one.resources]));
  const open = window.activeTextEditor?.document.uri;
  const front = open && nearest(found, open);
  const uris = new Map(found.map((uri) => [uri.toString(), uri]));
  return byUse([...uris.keys()], front?.toString(), app.recent.all).flatMap((key): SlightfileItem[] => {
    const uri = uris.get(key);
    if (!uri) return [];
    const detail = resources.get(key)?.join(', ');
    return [
      {
        label: appName(uri),
        description: workspace.asRelativePath(uri),
        ...(detail && { detail }),
        uri,
      },
    ];
  });
}

/** What is run is what is seen. */
export async function saveSlightfile(slightfile: Uri): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === slightfile.toString());
  if (document?.isDirty) await document.save();
}

/** The slightfile that a file belongs to: in its folder or in the nearest one above it. */
export async function slightfileOf(file: Uri): Promise<Uri | undefined> {
  return nearest(await slightfiles(), file);
}

function nearest(found: readonly Uri[], file: Uri): Uri | undefined {
  if (file.scheme !== 'file') return undefined;
  for (const folder of foldersUpTo(Uri.joinPath(file, '..').fsPath, rootOf(file))) {
    const near = found.find((uri) => Uri.joinPath(uri, '..').fsPath === folder);
    if (near) return near;
  }
  return undefined;
}
