import { EventEmitter, type Event, type Uri } from 'vscode';
import type { BackendEvent } from './serving.ts';

/** The servers that **Start Backend** has left running, by slightfile. */
export interface Backends {
  /** Fires with the slightfile whose servers are others now. */
  readonly onDidChange: Event<Uri>;
  of(slightfile: Uri): ReadonlyMap<string, BackendEvent>;
  /** Adds servers by the capability that each serves. */
  add(slightfile: Uri, servers: ReadonlyMap<string, BackendEvent>): void;
  clear(slightfile: Uri): void;
  dispose(): void;
}

export function createBackends(): Backends {
  const running = new Map<string, ReadonlyMap<string, BackendEvent>>();
  const changed = new EventEmitter<Uri>();
  const of = (slightfile: Uri): ReadonlyMap<string, BackendEvent> =>
    running.get(slightfile.toString()) ?? new Map();
  return {
    onDidChange: changed.event,
    of,
    add(slightfile, servers) {
      running.set(slightfile.toString(), new Map([...of(slightfile), ...servers]));
      changed.fire(slightfile);
    },
    clear(slightfile) {
      running.delete(slightfile.toString());
      changed.fire(slightfile);
    },
    dispose: () => changed.dispose(),
  };
}
