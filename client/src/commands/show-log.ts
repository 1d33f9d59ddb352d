import { commands, type Disposable } from 'vscode';
import type { App } from '../app.ts';

/** **Slight: Show Log**: what the extension, its language server and its runs did. */
export function showLogCommand(app: App): Disposable {
  return commands.registerCommand('slight.showLog', () => app.log.show());
}
