import { commands, EventEmitter, type Event, type Uri } from 'vscode';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';
import type { Runtime, RuntimeEnd } from '../runtime/runtime.ts';
import { appName } from '../slightfiles/slightfile.ts';
import { capabilityOf, type BackendEvent } from '../runtime/backend-event.ts';

/** One app, from its start to its end. */
export interface Run {
  readonly slightfile: Uri;
  /** For people: the name of the slightfile's folder. */
  readonly name: string;
  /** The path of the guest. */
  readonly module: string;
  readonly runtime: Runtime;
  /** The last that was told of what serves each capability. */
  readonly backends: ReadonlyMap<string, BackendEvent>;
  readonly state: { readonly kind: 'running' } | { readonly kind: 'stopping' } | RuntimeEnd;
}

/** The apps that run now, one a slightfile, and the one that ended last. */
export interface Runs {
  readonly active: readonly Run[];
  readonly last: Run | undefined;
  readonly onDidChange: Event<Run>;
  find(slightfile: Uri): Run | undefined;
  add(slightfile: Uri, module: string, start: (accept: (event: TraceEvent) => void) => Runtime): Run;
  stop(run: Run): Promise<void>;
  /** Stops every app. */
  dispose(): void;
}

export function createRuns(): Runs {
  const active = new Map<string, MutableRun>();
  const changed = new EventEmitter<Run>();
  let last: Run | undefined;

  const change = (run: Run): void => {
    const paths = Array.from(active.values(), ({ slightfile }) => slightfile.fsPath);
    // For the `when` clauses in package.json
    void commands.executeCommand('setContext', 'slight.running', paths);
    void commands.executeCommand('setContext', 'slight.anyRunning', paths.length > 0);
    changed.fire(run);
  };

  return {
    get active() {
      return [...active.values()];
    },
    get last() {
      return last;
    },
    onDidChange: changed.event,
    find: (slightfile) => active.get(slightfile.toString()),
    add(slightfile, module, start) {
      const backends = new Map<string, BackendEvent>();
      const runtime = start((event) => {
        if (event.type !== 'backend') return;
        backends.set(capabilityOf(event), event);
        changed.fire(run);
      });
      const run: MutableRun = {
        slightfile,
        module,
        runtime,
        backends,
        name: appName(slightfile),
        state: { kind: 'running' },
      };
      active.set(slightfile.toString(), run);
      change(run);
      void runtime.ended.then((end) => {
        run.state = end;
        last = run;
        if (active.get(slightfile.toString()) === run) active.delete(slightfile.toString());
        change(run);
      });
      return run;
    },
    async stop(run) {
      const running = active.get(run.slightfile.toString());
      if (!running) return;
      running.state = { kind: 'stopping' };
      changed.fire(running);
      await running.runtime.stop();
    },
    dispose() {
      for (const run of active.values()) void run.runtime.stop();
      changed.dispose();
    },
  };
}

type MutableRun = { -readonly [Key in keyof Run]: Run[Key] };
