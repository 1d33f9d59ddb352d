import { Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { App } from './app.ts';
import { createAsking } from './language/asking.ts';
import { backendStatus } from './views/backend-status.ts';
import { createBackends } from './backends/backends.ts';
import { chooseModuleCommand } from './commands/choose-module.ts';
import { copyReportCommand } from './commands/copy-report.ts';
import { copyUrlCommand } from './commands/copy-url.ts';
import { openInBrowserCommand } from './commands/open-in-browser.ts';
import { runCommand } from './commands/run.ts';
import { showBackendsCommand } from './commands/show-backends.ts';
import { showListeningCommand } from './commands/show-listening.ts';
import { sendRequestCommand } from './commands/send-request.ts';
import { showLogCommand } from './commands/show-log.ts';
import { showReferencesCommand } from './commands/show-references.ts';
import { startBackendCommand } from './commands/start-backend.ts';
import { stopBackendsCommand } from './commands/stop-backends.ts';
import { stopCommand } from './commands/stop.ts';
import { slightfileContext } from './slightfiles/context.ts';
import { debugging } from './debug/debugging.ts';
import { backendProgress } from './views/progress.ts';
import { drainingProgress } from './views/draining.ts';
import { listeningNotice } from './views/listening-notice.ts';
import { listeningStatus } from './views/listening-status.ts';
import { settleIndentation } from './language/indentation.ts';
import { createRecent } from './slightfiles/recent.ts';
import { leftTerminals } from './runs/left-terminals.ts';
import { createRuns } from './runs/runs.ts';
import { languageServer } from './language/language-server.ts';
import { statusBar } from './views/status.ts';
import { runTasks } from './tasks.ts';
import { watchBackends } from './backends/watch-backends.ts';

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Slight', { log: true });
  const runs = createRuns();
  const backends = createBackends(context.asAbsolutePath('dist/slight.mjs'), log);
  const app: App = {
    log,
    runs,
    leftTerminals: leftTerminals(),
    backends,
    asking: createAsking(),
    recent: createRecent(context.workspaceState),
    // where VS Code keeps what an output channel shows
    logFile: Uri.joinPath(context.logUri, 'Slight.log'),
    storage: context.storageUri ?? context.globalStorageUri,
    path: (file) => context.asAbsolutePath(file),
  };
  context.subscriptions.push(
    log,
    runs,
    backends,
    runCommand(app),
    stopCommand(app),
    openInBrowserCommand(app),
    copyUrlCommand(app),
    showListeningCommand(app),
    sendRequestCommand(app),
    chooseModuleCommand(app),
    startBackendCommand(app),
    stopBackendsCommand(app),
    showBackendsCommand(app),
    watchBackends(app),
    backendStatus(app),
    showReferencesCommand(),
    showLogCommand(app),
    copyReportCommand(app),
    runTasks(app),
    debugging(app),
    slightfileContext(),
    backendProgress(app),
    drainingProgress(app),
    statusBar(app),
    listeningStatus(app),
    listeningNotice(app),
    languageServer(app),
  );
  settleIndentation();
  log.info(`Ready${workspace.isTrusted ? '' : '; this workspace is not trusted, so nothing is run'}`);
}
