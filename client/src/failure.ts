import { commands, DiagnosticSeverity, languages, window } from 'vscode';
import type { App } from './app.ts';
import type { Run } from './runs.ts';
import type { RuntimeEnd } from './runtime.ts';

/**
 * Notifies of a failed run where the terminal does not say what to do: a runtime that could not be started, and a
 * slightfile with errors, which the Problems view explains better.
 */
export async function tellOfFailure(app: App, run: Run, end: RuntimeEnd): Promise<void> {
  if (end.kind === 'failed') {
    app.log.error(end.error);
    const message = `Slight's runtime could not run ${run.name}: ${end.error.message}.`;
    const choice = await window.showErrorMessage(message, 'Open Settings', 'Show Log');
    if (choice === 'Open Settings') {
      await commands.executeCommand('workbench.action.openSettings', 'slight.runtime.node');
    }
    if (choice === 'Show Log') app.log.show();
    return;
  }
  if (end.kind !== 'exited' || end.code === 0) return;
  const errors = languages
    .getDiagnostics(run.slightfile)
    .filter(({ severity }) => severity === DiagnosticSeverity.Error);
  if (errors.length === 0) return;
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  const choice = await window.showErrorMessage(
    `${run.name} cannot run: its slightfile has ${count}.`,
    'Show Problems',
  );
  if (choice) await commands.executeCommand('workbench.actions.view.problems');
}
