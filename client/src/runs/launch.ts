import { tasks, window, type TaskExecution, type Uri } from 'vscode';
import type { App } from '../app.ts';
import { moduleFor } from '../modules/choose-module.ts';
import { saveSlightfile } from '../slightfiles/slightfiles.ts';
import type { RunTarget } from './target.ts';
import { appName } from '../slightfiles/slightfile.ts';
import { runTask } from './task.ts';

/**
 * Runs an app in its terminal. One that runs already is asked about before.
 * @returns undefined where the person decides against it, or chooses no module
 */
export async function launch(app: App, target: RunTarget): Promise<TaskExecution | undefined> {
  const { slightfile } = target;
  if (!(await mayRun(app, slightfile))) return undefined;
  const module = target.module ?? (await moduleFor(app, slightfile));
  if (!module) return undefined;
  await saveSlightfile(slightfile);
  return await start(app, { ...target, module });
}

/** Runs an app in its terminal; one that runs already is stopped first. */
export async function start(app: App, target: RunTarget): Promise<TaskExecution> {
  const running = app.runs.find(target.slightfile);
  if (running) await app.runs.stop(running);
  const task = runTask(app, target);
  await app.leftTerminals.close(task.name);
  await terminalFree(task.definition['slightfile']);
  return await tasks.executeTask(task);
}

/** False where an app runs already, and is to go on. */
export async function mayRun(app: App, slightfile: Uri): Promise<boolean> {
  if (!isRunning(app, slightfile)) return true;
  const restart = 'Restart';
  const question = `${appName(slightfile)} is running already.`;
  return (await window.showInformationMessage(question, restart, 'Keep Running')) === restart;
}

/** False of one that is being stopped, too. */
export function isRunning(app: App, slightfile: Uri): boolean {
  return app.runs.find(slightfile)?.state.kind === 'running';
}

/** Resolves when no task holds the terminal of a slightfile: a run has ended a moment before its terminal has. */
function terminalFree(slightfile: unknown): Promise<void> {
  const held = (): boolean =>
    tasks.taskExecutions.some(
      ({ task: { definition } }) => definition.type === 'slight' && definition['slightfile'] === slightfile,
    );
  if (!held()) return Promise.resolve();
  return new Promise((resolve) => {
    const listening = tasks.onDidEndTask(() => {
      if (held()) return;
      listening.dispose();
      resolve();
    });
  });
}
