import { ProgressLocation, window, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import type { Run } from '../runs/runs.ts';

/** An app that has nothing under way has ended before, in milliseconds. */
const patience = 500;

/** A notification for as long as an app that is stopped is at what it has begun; to cancel it ends the app now. */
export function drainingProgress(app: App): Disposable {
  const shown = new WeakSet<Run>();
  return app.runs.onDidChange((run) => {
    if (shown.has(run) || run.state.kind !== 'draining') return;
    shown.add(run);
    setTimeout(() => {
      if (run.state.kind === 'draining') void show(app, run);
    }, patience);
  });
}

function show({ runs }: App, run: Run): Thenable<unknown> {
  const options = {
    location: ProgressLocation.Notification,
    title: `Slight: ${run.name}`,
    cancellable: true,
  };
  return window.withProgress(options, async (progress, token) => {
    progress.report({ message: 'draining: what is under way is finished. Cancel to end it now.' });
    const cancelling = token.onCancellationRequested(() => void runs.stop(run));
    await run.runtime.ended;
    cancelling.dispose();
  });
}
