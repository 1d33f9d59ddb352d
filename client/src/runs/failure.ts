import { commands, DiagnosticSeverity, languages, window } from 'vscode';
import type { App } from '../app.ts';
import type { EditorWords } from './editor-words.ts';
import type { Reason } from './reason.ts';
import type { Run } from './runs.ts';
import type { RuntimeEnd } from '@slight/runtime/child/runtime.ts';
import { jumpsTo } from './jumps.ts';
import { openSettings, showSetting } from './obstacle.ts';
import { nodeSetting, unstartableNode } from '../settings/node-fault.ts';
import { runtimeSettings } from '../settings/settings.ts';

/**
 * Notifies of a run that failed, where more is known of it than its exit code: a runtime that could not be started, a
 * slightfile with errors, which the Problems view explains best, and what a capability or the runtime said.
 */
export async function tellOfFailure(
  app: App,
  run: Run,
  end: RuntimeEnd,
  reason: Told | undefined,
): Promise<void> {
  if (end.kind === 'failed') await tellOfRuntime(app, run, end.error);
  if (end.kind !== 'exited' || end.code === 0) return;
  const errors = languages
    .getDiagnostics(run.slightfile)
    .filter(({ severity }) => severity === DiagnosticSeverity.Error);
  if (errors.length > 0) await tellOfErrors(run, errors.length);
  else if (reason) await tellOfReason(app, run, end.code, reason);
}

interface Told extends Reason, EditorWords {
  /** The app that has the port which this one wanted. */
  readonly holder?: Run;
}

const showLog = 'Show Log';

async function tellOfRuntime(app: App, run: Run, error: Error): Promise<void> {
  app.log.error(error);
  const { node } = runtimeSettings(run.slightfile);
  const message =
    unstartableNode(node, error)?.message ?? `Slight's runtime could not run ${run.name}: ${error.message}.`;
  const choice = await window.showErrorMessage(message, openSettings, showLog);
  if (choice === openSettings) await showSetting(nodeSetting);
  if (choice === showLog) app.log.show();
}

async function tellOfErrors(run: Run, count: number): Promise<void> {
  const errors = count === 1 ? 'an error' : `${count} errors`;
  const message = `${run.name} cannot run: its slightfile has ${errors}.`;
  if (await window.showErrorMessage(message, 'Show Problems'))
    await commands.executeCommand('workbench.actions.view.problems');
}

async function tellOfReason(
  app: App,
  run: Run,
  code: number,
  { message, call, setting, holder }: Told,
): Promise<void> {
  const stopHolder = holder && `Stop ${holder.name}`;
  const jumps = call ? await jumpsTo(app.asking, run.slightfile, call, message) : [];
  const choice = await window.showErrorMessage(
    `${run.name} ended with exit code ${code}. ${message}`,
    ...jumps.map(({ title }) => title),
    ...(setting === undefined ? [] : [openSettings]),
    ...(stopHolder === undefined ? [] : [stopHolder]),
    // without a button, VS Code cuts a message off after one line
    ...(jumps.length === 0 ? [showLog] : []),
  );
  if (choice === openSettings && setting !== undefined) await showSetting(setting);
  if (choice === showLog) app.log.show();
  if (holder && choice === stopHolder) await app.runs.stop(holder);
  await jumps.find(({ title }) => title === choice)?.go();
}
