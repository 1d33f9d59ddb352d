/** What a slightfile's place says of its app. */
import { basename, dirname } from 'node:path';
import { workspace, type Uri } from 'vscode';
import { usualName } from './meant.ts';

/** The folder's name; with the file's own where that is not the usual one. */
export function appName(slightfile: Uri): string {
  const folder = basename(dirname(slightfile.fsPath));
  const file = basename(slightfile.fsPath);
  return file === usualName ? folder : `${folder} (${file})`;
}

/** The workspace folder of a slightfile, or its own folder where it is in none. */
export function rootOf(slightfile: Uri): string {
  return workspace.getWorkspaceFolder(slightfile)?.uri.fsPath ?? dirname(slightfile.fsPath);
}
