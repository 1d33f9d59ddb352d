import { commands, QuickPickItemKind, window, type Disposable, type QuickPickItem } from 'vscode';
import type { App } from '../app.ts';
import { copyUrl, listeningOf, openInBrowser, type Listening } from '../listening/urls.ts';

/** What a click on the port in the status bar lets choose from, for each place where an app serves HTTP. */
export function showListeningCommand(app: App): Disposable {
  return commands.registerCommand('slight.showListening', async () => {
    const items = listeningOf(app.runs.active).flatMap((one) => itemsOf(app, one));
    const chosen = await window.showQuickPick<ListeningItem>(items, {
      title: 'Listening',
      placeHolder: 'What to do',
      matchOnDescription: true,
    });
    await chosen?.act?.();
  });
}

interface ListeningItem extends QuickPickItem {
  readonly act?: () => unknown;
}

function itemsOf({ runs }: App, { run, url }: Listening): readonly ListeningItem[] {
  const item = (icon: string, label: string, act: () => unknown): ListeningItem => ({
    label: `$(${icon}) ${label}`,
    description: url,
    act,
  });
  return [
    { label: run.name, kind: QuickPickItemKind.Separator },
    item('globe', 'Open in Browser', () => openInBrowser(url)),
    item('copy', 'Copy URL', () => copyUrl(url)),
    item('send', 'Send Request…', () => commands.executeCommand('slight.sendRequest')),
    item('debug-stop', `Stop ${run.name}`, () => runs.stop(run)),
  ];
}
