import { isAbsolute, relative, sep } from 'node:path';
import { rungs, type GivenSettings } from './settings-fault.ts';
import { ConfigurationTarget, workspace, type Uri } from 'vscode';

/** The settings `slight.runtime.*`, as package.json describes them. */
export interface RuntimeSettings {
  /** The Node to run the runtime with; VS Code's own where it is not set. */
  readonly node: string | undefined;
  readonly backends: (typeof rungs)[number];
  /** The data folder, relative to the workspace folder; `.slight` beside the slightfile where it is not set. */
  readonly data: string | undefined;
  readonly keepBackends: boolean;
  /** More arguments for `slight run`. */
  readonly arguments: readonly string[];
}

/** A value of another type than it should be counts as not set; `settingsFault` says what is wrong of it. */
export function runtimeSettings(slightfile: Uri): RuntimeSettings {
  const { node, backends, data, keepBackends, arguments: given } = givenSettings(slightfile);
  return {
    node: text(node),
    backends: rungs.find((rung) => rung === backends) ?? 'auto',
    data: text(data),
    keepBackends: keepBackends === true,
    arguments: Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [],
  };
}

/** Whatever is set. */
export function givenSettings(slightfile: Uri): GivenSettings {
  const settings = workspace.getConfiguration('slight.runtime', slightfile);
  return {
    module: workspace.getConfiguration('slight', slightfile).get<Modules>('modules', {})[keyOf(slightfile)],
    node: settings.get('node'),
    backends: settings.get('backends'),
    data: settings.get('data'),
    keepBackends: settings.get('keepBackends'),
    arguments: settings.get('arguments'),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The setting `slight.modules`: slightfile → module, both relative to the workspace folder. */
export function moduleSetting(slightfile: Uri): string | undefined {
  return text(givenSettings(slightfile).module);
}

/**
 * Has the setting name a module, or none: where it names one already, else in the settings of the workspace, else (of a
 * slightfile outside of every folder that is open) in the user's.
 * @param module its path
 */
export async function setModule(slightfile: Uri, module: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration('slight', slightfile);
  const { workspaceFolderValue, workspaceValue, globalValue } = settings.inspect<Modules>('modules') ?? {};
  const places = [
    { target: ConfigurationTarget.WorkspaceFolder, modules: workspaceFolderValue },
    { target: ConfigurationTarget.Workspace, modules: workspaceValue },
    { target: ConfigurationTarget.Global, modules: globalValue },
  ];
  const key = keyOf(slightfile);
  const folder = workspace.getWorkspaceFolder(slightfile);
  const isOneOfMany = workspace.workspaceFile !== undefined;
  const usual = !folder
    ? ConfigurationTarget.Global
    : isOneOfMany
      ? ConfigurationTarget.WorkspaceFolder
      : ConfigurationTarget.Workspace;
  const place =
    places.find(({ modules }) => modules?.[key] !== undefined) ??
    places.find(({ target }) => target === usual);
  if (!place) return;
  const others = Object.entries(place.modules ?? {}).filter(([slightfile]) => slightfile !== key);
  const named: [string, unknown][] = module === undefined ? [] : [[key, shownIn(folder?.uri.fsPath, module)]];
  const all = Object.fromEntries([...others, ...named]);
  await settings.update('modules', Object.keys(all).length > 0 ? all : undefined, place.target);
}

/** As it should be; whatever it is. */
type Modules = Readonly<Record<string, unknown>>;

function keyOf(slightfile: Uri): string {
  return workspace.asRelativePath(slightfile, false);
}

/** A path as it is seen from a folder, where it is in it. */
function shownIn(folder: string | undefined, file: string): string {
  const path = folder === undefined ? file : relative(folder, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
}
