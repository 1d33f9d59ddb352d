import { commands, EventEmitter, type Event, type Uri } from 'vscode';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';
import type { Runtime, RuntimeEnd } from '@slight/runtime/child/runtime.ts';
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
  /** Where it serves HTTP now, in the order that it began to: `http://127.0.0.1:3000`. */
  readonly urls: readonly string[];
  /** Whether it handles messages. */
  readonly handles: boolean;
  /** `draining`: it takes no more requests and messages, and is done with those that it has before it ends. */
  readonly state: { readonly kind: 'running' | 'draining' | 'stopping' } | RuntimeEnd;
}

/** The apps that run now, one a slightfile, and the one that ended last. */
export interface Runs {
  readonly active: readonly Run[];
  readonly last: Run | undefined;
  readonly onDidChange: Event<Run>;
  find(slightfile: Uri): Run | undefined;
  add(slightfile: Uri, module: string, start: (accept: (event: TraceEvent) => void) => Runtime): Run;
  /** Of an app that serves HTTP or handles messages, lets what is under way end; the next time, ends it now. */
  stop(run: Run): Promise<void>;
  /** Stops every app. */
  dispose(): void;
}

export function createRuns(): Runs {
  const active = new Map<string, MutableRun>();
  const changed = new EventEmitter<Run>();
  let last: Run | undefined;

  /** For the `when` clauses in package.json. */
  const tellContext = (): void => {
    const all = [...active.values()];
    const listening = all.filter(({ urls }) => urls.length > 0);
    const contexts = {
      'slight.running': all.map(({ slightfile }) => slightfile.fsPath),
      'slight.anyRunning': all.length > 0,
      'slight.listening': listening.map(({ slightfile }) => slightfile.fsPath),
      'slight.anyListening': listening.length > 0,
    };
    for (const [name, value] of Object.entries(contexts))
      void commands.executeCommand('setContext', name, value);
  };
  // what an extension host has said that was killed since is said still
  tellContext();

  const change = (run: Run): void => {
    tellContext();
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
        if (event.type === 'backend') {
          backends.set(capabilityOf(event), event);
          changed.fire(run);
        } else if (event.type === 'listening' && run.state.kind === 'running') {
          if (!run.urls.includes(event.url)) run.urls = [...run.urls, event.url];
          change(run);
        } else if (event.type === 'handling') run.handles = true;
      });
      const run: MutableRun = {
        slightfile,
        module,
        runtime,
        backends,
        urls: [],
        handles: false,
        name: appName(slightfile),
        state: { kind: 'running' },
      };
      active.set(slightfile.toString(), run);
      change(run);
      void runtime.ended.then((end) => {
        run.state = end;
        last = run;
        if (active.get(slightfile.toString()) === run) active.delete(slightfile.toString());
        run.urls = [];
        change(run);
      });
      return run;
    },
    async stop(run) {
      const running = active.get(run.slightfile.toString());
      if (!running) return;
      const drains = running.state.kind === 'running' && (running.urls.length > 0 || running.handles);
      running.state = { kind: drains ? 'draining' : 'stopping' };
      running.urls = [];
      change(running);
      await (drains ? running.runtime.drain() : running.runtime.stop());
    },
    dispose() {
      for (const run of active.values()) void run.runtime.stop();
      changed.dispose();
    },
  };
}

type MutableRun = { -readonly [Key in keyof Run]: Run[Key] };
