import { Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { KnownSlightfile } from '@slight/server/answers/runs.ts';
import type { App } from '../app.ts';
import { byUse } from './by-use.ts';
import { byPlace, meantOf } from './meant.ts';
import { appName, rootOf } from './slightfile.ts';
import { foldersUpTo } from './folders.ts';

/** Files that are slightfiles. */
export const slightfilePattern = '**/*slightfile*.toml';

/** Folders in which none is meant. */
const excluded = '**/{node_modules,.slight}/**';

/** A list that opens later feels slow. */
const patience = 300;

/** Every slightfile of the workspace, in the order of their paths, of each folder the one with the usual name first. */
export async function slightfiles(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(slightfilePattern, excluded);
  const made = await Promise.all(found.map(isMade));
  return found.filter((_, index) => !made[index]).sort((a, b) => byPlace(a.path, b.path));
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
  return await ask(app, found, title);
}

/**
 * The slightfile of the app that a file belongs to: in its folder, or in the nearest one above it that has any. Of
 * several in that folder it is the one in front, the last that ran, the one with the usual name, or what the person
 * chooses. Undefined where they choose none.
 * @returns `none` where there is none
 */
export async function slightfileFor(app: App, file: Uri, title: string): Promise<Uri | 'none' | undefined> {
  const near = nearest(await slightfiles(), file);
  if (near.length === 0) return 'none';
  return meant(app, near) ?? (await ask(app, near, title));
}

async function ask(app: App, found: readonly Uri[], title: string): Promise<Uri | undefined> {
  const items = await itemsOf(app, found);
  const options = { title, placeHolder: 'Which slightfile?', matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(items, options))?.uri;
}

/** @param near slightfiles of one folder */
function meant(app: App, near: readonly Uri[]): Uri | undefined {
  const front = window.activeTextEditor?.document.uri.toString();
  const one = meantOf(near.map(String), front, app.recent.all);
  return near.find((uri) => uri.toString() === one);
}

interface SlightfileItem extends QuickPickItem {
  readonly uri: Uri;
}

/** `hello`, `examples/hello/slightfile.toml`, `keyvalue.redis, configs.envvars` */
async function itemsOf(app: App, found: readonly Uri[]): Promise<readonly SlightfileItem[]> {
  const known = await app.asking.ask<readonly KnownSlightfile[]>('slight/slightfiles', {}, patience);
  const resources = new Map(known?.map((one) => [Uri.parse(one.uri).toString(), one.resources]));
  const open = window.activeTextEditor?.document.uri;
  const front = open && meant(app, nearest(found, open));
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

/**
 * The slightfile that is to be run: the one that is open in front, or that of the app that the open source is of; else
 * the person chooses.
 */
export async function slightfileToRun(app: App): Promise<Uri | undefined> {
  const title = 'Run App';
  const open = window.activeTextEditor?.document;
  const near = open && open.languageId !== 'slightfile' ? await slightfileFor(app, open.uri, title) : 'none';
  return near === 'none' ? await chooseSlightfile(app, title) : near;
}

/** What is run is what is seen. */
export async function saveSlightfile(slightfile: Uri): Promise<void> {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === slightfile.toString());
  if (document?.isDirty) await document.save();
}

/** Those in a file's folder, or in the nearest one above it that has any. */
function nearest(found: readonly Uri[], file: Uri): readonly Uri[] {
  if (file.scheme !== 'file') return [];
  for (const folder of foldersUpTo(Uri.joinPath(file, '..').fsPath, rootOf(file))) {
    const near = found.filter((uri) => Uri.joinPath(uri, '..').fsPath === folder);
    if (near.length > 0) return near;
  }
  return [];
}
