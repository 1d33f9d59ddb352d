import { window, workspace, type ExtensionContext } from 'vscode';
import type { App } from './app.ts';
import { chooseModuleCommand } from './commands/choose-module.ts';
import { runCommand } from './commands/run.ts';
import { showLogCommand } from './commands/show-log.ts';
import { stopCommand } from './commands/stop.ts';
import { backendProgress } from './progress.ts';
import { createRuns } from './runs.ts';
import { languageServer } from './server.ts';
import { statusBar } from './status.ts';
import { runTasks } from './tasks.ts';

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Slight', { log: true });
  const runs = createRuns();
  const app: App = {
    log,
    runs,
    memory: context.workspaceState,
    path: (file) => context.asAbsolutePath(file),
  };
  context.subscriptions.push(
    log,
    runs,
    runCommand(app),
    stopCommand(app),
    chooseModuleCommand(app),
    showLogCommand(app),
    runTasks(app),
    backendProgress(app),
    statusBar(app),
    languageServer(app),
  );
  log.info(`Ready${workspace.isTrusted ? '' : '; this workspace is not trusted, so nothing is run'}`);
}
