import { Disposable, MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { App } from '../app.ts';
import { describeServer } from '../backends/served-by.ts';
import { appName } from '../slightfiles/slightfile.ts';

/** The status bar item of the servers that are up, while any is; a click shows what can be done with them. */
export function backendStatus({ backends }: App): Disposable {
  const item = window.createStatusBarItem('slight.backends', StatusBarAlignment.Left, 9);
  item.name = 'Slight: Backends';
  item.command = 'slight.showBackends';
  const update = (): void => {
    const lines = backends.all.flatMap(({ slightfile, servers }) =>
      servers.map((server) => `${appName(slightfile)}: ${describeServer(server)}`),
    );
    const titles = new Set(backends.all.flatMap(({ servers }) => servers.map(({ title }) => title)));
    const count = lines.length === 1 ? [...titles].join('') : `${lines.length} servers`;
    item.text = `$(server-process) ${count}`;
    item.tooltip = new MarkdownString();
    item.tooltip.appendText('Servers of Slight that are up. Click to stop one, or to see more of it.\n\n');
    for (const line of lines) item.tooltip.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
    item.accessibilityInformation = { label: `Slight: ${count} up. ${lines.join('. ')}`, role: 'button' };
    if (lines.length > 0) item.show();
    else item.hide();
  };
  update();
  return Disposable.from(item, backends.onDidChange(update));
}
