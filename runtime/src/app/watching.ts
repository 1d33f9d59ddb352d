/**
 * Tells a guest that exports a watcher of the changes that its app makes to its stores: in their order, in an instance of
 * its own, so that nobody waits for it who does not change more than it can take. What it changes itself it is not told of:
 * that would have no end.
 */
import type { Instance } from '../guest/guest.ts';
import type { Failure, HostContext } from '../hosts/host.ts';
import { watched, watcherCall } from '../hosts/keyvalue/watcher.ts';
import type { Change } from '../hosts/keyvalue/watcher.ts';
import type { KeyValue } from '../ports/keyvalue.ts';
import type { Trace } from '../trace/trace.ts';
import { lastError } from './last-error.ts';

export interface WatchingOptions {
  /** The guest's, as it exports it. */
  readonly interface: string;
  readonly trace: Pick<Trace, 'emit' | 'during'>;
  /** Aborted when the run ends at once: nobody is told any more. */
  readonly ended: AbortSignal;
}

/** Makes the instance that is told. */
export type MakeWatcher = (failed: (failure: Failure) => void) => Promise<Instance>;

export interface Watching {
  /**
   * Opens what `open` does, and stores as they are watched.
   * @param make of the instance that opens: what is told of its changes sees the same of the machine
   */
  around(open: HostContext['open'], make: MakeWatcher): HostContext['open'];
  /** Settles when all changes so far were told. */
  settled(): Promise<void>;
}

/** A change that is not told yet. */
interface Pending extends Change {
  readonly name: string;
  readonly store: KeyValue;
  readonly make: MakeWatcher;
  readonly change: number;
  readonly seq: number;
}

/** How many changes wait at most; who makes more waits until they were told. */
const most = 1_000;

export function createWatching({ interface: watcher, trace, ended }: WatchingOptions): Watching {
  const stores = new WeakMap<KeyValue, KeyValue>();
  const pending: Pending[] = [];
  let telling: Promise<void> | undefined;
  let instance: Instance | undefined;
  /** The errors that capabilities gave it for what it is told now. */
  const failures: Failure[] = [];
  let last = 0;

  const changed = (store: KeyValue, name: string, make: MakeWatcher, { key, value }: Change) => {
    const change = ++last;
    const seq = trace.emit({ type: 'change', change, name, key, deleted: value === undefined });
    pending.push({ key, value, name, store, make, change, seq });
    telling ??= tellAll().finally(() => (telling = undefined));
    return pending.length < most ? undefined : telling;
  };

  async function tellAll(): Promise<void> {
    // the call that made the change returns first
    await Promise.resolve();
    for (let one = pending.shift(); one && !ended.aborted; one = pending.shift()) await tell(one);
    pending.length = 0;
  }

  async function tell({ name, store, make, change, seq, ...what }: Pending): Promise<void> {
    const start = performance.now();
    failures.length = 0;
    let reason: string | undefined;
    try {
      const told = (instance ??= await make((failure) => void failures.push(failure)));
      await trace.during(seq, () => told.call(watcher, ...watcherCall(store, name, what)));
    } catch (error) {
      const broken = instance;
      instance = undefined;
      // why the call failed is what is told, and not what its instance still broke
      await Promise.allSettled([broken?.[Symbol.asyncDispose]()]);
      if (ended.aborted) return;
      reason = error instanceof Error ? error.message : String(error);
    }
    const duration = performance.now() - start;
    const failure = reason === undefined ? undefined : failures.at(-1);
    trace.emit({
      type: 'told',
      change,
      duration,
      ...(reason !== undefined && { reason }),
      ...(failure && { last: lastError(failure) }),
    });
  }

  return {
    around(open, make) {
      const around = async (port: Parameters<typeof open>[0], name: string) => {
        const opened = await open(port, name);
        if (port !== 'keyvalue') return opened;
        const store = opened as KeyValue;
        // handles of one store are of one port, for who compares them
        const known = stores.get(store) ?? watched(store, (change) => changed(store, name, make, change));
        stores.set(store, known);
        return known;
      };
      return around as typeof open;
    },
    async settled() {
      while (telling) await telling;
    },
  };
}
