import { Disposable, MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { App } from '../app.ts';
import { portOf } from '../listening/port.ts';
import { listeningOf } from '../listening/urls.ts';

/** The status bar item of the ports that apps listen on, while any does; a click shows what can be done with them. */
export function listeningStatus({ runs }: App): Disposable {
  // between what runs and the servers that are up
  const item = window.createStatusBarItem('slight.listening', StatusBarAlignment.Left, 9.5);
  item.name = 'Slight: Listening';
  item.command = 'slight.showListening';
  const update = (): void => {
    const all = listeningOf(runs.active);
    const [first] = all;
    if (!first) {
      item.hide();
      return;
    }
    const others = all.length > 1 ? ` +${all.length - 1}` : '';
    const lines = all.map(({ run, url }) => `${run.name} listens on ${url}`);
    item.text = `$(radio-tower) ${portOf(first.url)}${others}`;
    item.tooltip = new MarkdownString();
    for (const line of lines) item.tooltip.appendText(`${line}\n\n`);
    item.tooltip.appendText('Click to open or copy the URL, or to stop the app.');
    item.accessibilityInformation = { label: `Slight: ${lines.join('. ')}`, role: 'button' };
    item.show();
  };
  update();
  return Disposable.from(item, runs.onDidChange(update));
}
