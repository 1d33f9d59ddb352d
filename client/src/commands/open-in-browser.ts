import { commands, Uri, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { chooseListening, openInBrowser } from '../listening/urls.ts';

/**
 * **Slight: Open in Browser**: an app that serves HTTP. Called with nothing by the palette, with the slightfile by the
 * editor's title, and with its URI as text by the code lens.
 */
export function openInBrowserCommand({ runs }: App): Disposable {
  return commands.registerCommand('slight.openInBrowser', async (slightfile?: Uri | string) => {
    const uri = typeof slightfile === 'string' ? Uri.parse(slightfile) : slightfile;
    const chosen = await chooseListening(runs, 'Open in Browser', uri && [uri]);
    if (chosen) await openInBrowser(chosen.url);
  });
}
