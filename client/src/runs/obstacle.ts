import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { commands, window, workspace, type Uri } from 'vscode';
import type { App } from '../app.ts';
import { chooseModule } from '../modules/choose-module.ts';
import { givenSettings, moduleSetting } from '../settings/settings.ts';
import { settingsFault } from '../settings/settings-fault.ts';
import { appName, rootOf } from '../slightfiles/slightfile.ts';

/** What keeps an app from being started at all. */
export interface Obstacle {
  /** One or two sentences. */
  readonly message: string;
  /** The setting that is wrong; absent where the module that it names is gone. */
  readonly setting?: string;
}

/** @param module the path of the guest that is to be run */
export async function obstacleTo(slightfile: Uri, module: string): Promise<Obstacle | undefined> {
  const fault = faultOf(slightfile);
  if (fault) return fault;
  const set = moduleSetting(slightfile);
  if (set === undefined || resolve(rootOf(slightfile), set) !== module) return undefined;
  const isThere = await access(module).then(
    () => true,
    () => false,
  );
  if (isThere) return undefined;
  const message = `The setting slight.modules has ${appName(slightfile)} run ${set}, and there is no such file. Build it, or choose another module.`;
  return { message };
}

/** What is wrong with the settings for a slightfile. */
export function faultOf(slightfile: Uri): Obstacle | undefined {
  return settingsFault(givenSettings(slightfile), workspace.asRelativePath(slightfile, false));
}

/** Notifies of it, with a button that takes it away. */
export async function tellOfObstacle(
  app: App,
  slightfile: Uri,
  { message, setting }: Obstacle,
): Promise<void> {
  app.log.error(message);
  if (setting !== undefined) {
    if (await window.showErrorMessage(message, openSettings)) await showSetting(setting);
  } else if (await window.showErrorMessage(message, 'Choose Module')) {
    const chosen = await chooseModule(app, slightfile);
    if (chosen !== undefined) await commands.executeCommand('slight.run', slightfile);
  }
}

export const openSettings = 'Open Settings';

export async function showSetting(setting: string): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', setting);
}
