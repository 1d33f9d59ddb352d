import { commands, type Disposable, type Uri } from 'vscode';
import type { App } from '../app.ts';
import { chooseListening, copyUrl } from '../listening/urls.ts';

/** **Slight: Copy URL**: of an app that serves HTTP. */
export function copyUrlCommand({ runs }: App): Disposable {
  return commands.registerCommand('slight.copyUrl', async (slightfile?: Uri) => {
    const chosen = await chooseListening(runs, 'Copy URL', slightfile && [slightfile]);
    if (chosen) await copyUrl(chosen.url);
  });
}
