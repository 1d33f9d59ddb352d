import { ProgressLocation, window, type Disposable } from 'vscode';
import type { App } from '../app.ts';
import type { Run } from '../runs/runs.ts';
import type { BackendEvent } from '../runtime/backend-event.ts';

/** A notification for as long as a run waits for its backends; to cancel it stops the run. */
export function backendProgress(app: App): Disposable {
  const shown = new Set<Run>();
  return app.runs.onDidChange((run) => {
    if (shown.has(run) || !waiting(run)) return;
    shown.add(run);
    void show(app, run).then(() => shown.delete(run));
  });
}

function show(app: App, run: Run): Thenable<void> {
  const options = {
    location: ProgressLocation.Notification,
    title: `Slight: ${run.name}`,
    cancellable: true,
  };
  return window.withProgress(options, (progress, token) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const update = (): void => {
      const event = waiting(run);
      if (event) progress.report({ message: progressMessage(event) });
      else resolve(undefined);
    };
    const listening = app.runs.onDidChange(update);
    const cancelling = token.onCancellationRequested(() => void app.runs.stop(run));
    update();
    return promise.then(() => {
      listening.dispose();
      cancelling.dispose();
    });
  });
}

/** The backend that a run waits for. One that failed is waited for too: the next rung is tried. */
function waiting(run: Run): BackendEvent | undefined {
  if (run.state.kind !== 'running') return undefined;
  return run.backends.values().find(({ state }) => state === 'starting' || state === 'failed');
}

/** What goes on with a backend: `pulling redis:7-alpine (40 %)`. */
export function progressMessage({ resource, message: text, progress }: BackendEvent): string {
  const share = progress === undefined ? '' : ` (${Math.round(progress * 100)} %)`;
  return text === undefined ? `starting ${resource}${share}` : `${text}${share}`;
}
