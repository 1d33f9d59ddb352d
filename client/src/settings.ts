import { workspace, type Uri } from 'vscode';

/** The settings `slight.runtime.*`, as package.json describes them. */
export interface RuntimeSettings {
  /** The Node to run the runtime with; VS Code's own where it is not set. */
  readonly node: string | undefined;
  readonly backends: 'auto' | 'container' | 'local' | 'embedded';
  /** The data folder, relative to the workspace folder; `.slight` beside the slightfile where it is not set. */
  readonly data: string | undefined;
  readonly keepBackends: boolean;
  /** More arguments for `slight run`. */
  readonly arguments: readonly string[];
}

export function runtimeSettings(slightfile: Uri): RuntimeSettings {
  const settings = workspace.getConfiguration('slight.runtime', slightfile);
  return {
    node: settings.get<string>('node') || undefined,
    backends: settings.get<RuntimeSettings['backends']>('backends', 'auto'),
    data: settings.get<string>('data') || undefined,
    keepBackends: settings.get<boolean>('keepBackends', false),
    arguments: settings.get<string[]>('arguments', []),
  };
}

/** The setting `slight.modules`: slightfile → module, both relative to the workspace folder. */
export function moduleSetting(slightfile: Uri): string | undefined {
  const modules = workspace.getConfiguration('slight', slightfile).get<Record<string, string>>('modules', {});
  return modules[workspace.asRelativePath(slightfile, false)];
}
