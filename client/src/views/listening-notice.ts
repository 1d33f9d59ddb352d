import { ConfigurationTarget, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import { copyUrl, openInBrowser, type Listening } from '../listening/urls.ts';

const setting = 'notifyListening';

/** Tells where an app listens, the first time that it does: to whom runs it again and again, the status bar says it. */
export function listeningNotice({ runs }: App): Disposable {
  const told = new Set<string>();
  return runs.onDidChange((run) => {
    for (const url of run.urls) {
      const key = `${run.slightfile.toString()} ${url}`;
      if (told.has(key)) continue;
      told.add(key);
      const isWanted = workspace.getConfiguration('slight.runtime', run.slightfile).get(setting) !== false;
      if (isWanted) void notify({ run, url });
    }
  });
}

async function notify({ run, url }: Listening): Promise<void> {
  const [open, copy, never] = ['Open in Browser', 'Copy URL', "Don't Show Again"];
  const choice = await window.showInformationMessage(`${run.name} listens on ${url}.`, open, copy, never);
  if (choice === open) await openInBrowser(url);
  if (choice === copy) await copyUrl(url);
  if (choice === never)
    await workspace.getConfiguration('slight.runtime').update(setting, false, ConfigurationTarget.Global);
}
