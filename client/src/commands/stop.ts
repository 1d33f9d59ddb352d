import { commands, Uri, window, workspace, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import type { Run } from '../runs/runs.ts';

/** **Slight: Stop**: the app of the given slightfile, the only one that runs, or the one that the person chooses. */
export function stopCommand(app: App): Disposable {
  return commands.registerCommand('slight.stop', async (slightfile?: Uri | string) => {
    const uri = typeof slightfile === 'string' ? Uri.parse(slightfile) : slightfile;
    // it may have ended a moment ago, and no other is meant
    const run = uri ? app.runs.find(uri) : await chooseRun(app.runs.active);
    if (run) await app.runs.stop(run);
  });
}

async function chooseRun(runs: readonly Run[]): Promise<Run | undefined> {
  const front = window.activeTextEditor?.document.uri.toString();
  const inFront = runs.find(({ slightfile }) => slightfile.toString() === front);
  if (inFront || runs.length < 2) return inFront ?? runs[0];
  const items = runs.map((run) => ({
    label: run.name,
    description: workspace.asRelativePath(run.slightfile),
    run,
  }));
  return (await window.showQuickPick(items, { title: 'Stop', placeHolder: 'Which app?' }))?.run;
}
