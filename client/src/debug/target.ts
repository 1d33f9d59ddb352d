import { Uri, workspace, type WorkspaceFolder } from 'vscode';
import type { RunTarget } from '../runs/target.ts';
import { askedBy, type SlightConfiguration } from './configuration.ts';

/** What a configuration asks to run; undefined where it names no slightfile. */
export function targetOf(
  configuration: SlightConfiguration,
  folder: WorkspaceFolder | undefined,
): RunTarget | undefined {
  const from = folder ?? workspace.workspaceFolders?.[0];
  const { slightfile, ...asked } = askedBy(configuration, from?.uri.fsPath ?? '.');
  return slightfile === undefined ? undefined : { ...asked, slightfile: Uri.file(slightfile) };
}
