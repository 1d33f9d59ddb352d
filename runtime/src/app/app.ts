/** An app: a slightfile with its guest, prepared once and instantiated as often as it is asked for. */
import path from 'node:path';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import { dataFolder } from '../data-folder.ts';
import type { Guest, GuestIo, Instance } from '../guest/guest.ts';
import type { Watch } from '../guest/core/watch.ts';
import { loadGuest } from '../guest/load.ts';
import type { Failure, HostContext } from '../hosts/host.ts';
import { hostsFor, servedOf } from '../hosts/index.ts';
import { watcherAmong } from '../hosts/keyvalue/watcher.ts';
import { handlerAmong, mayHandle } from '../hosts/messaging/handlers.ts';
import { lateCall } from '../hosts/late-call.ts';
import type { HostInterface } from '../hosts/values.ts';
import { readModule } from '../input.ts';
import { once } from '../once.ts';
import { writeAll } from '../output.ts';
import { UndeclaredCapability } from '../ports/errors.ts';
import type { CapabilityError } from '../ports/errors.ts';
import type { Serve } from '../ports/http.ts';
import { createCapabilities } from './capabilities.ts';
import type { CapabilitiesOptions } from './capabilities.ts';
import { declarations } from './declarations.ts';
import { denials } from './denials.ts';
import { endable, EndOfInstance } from './endable.ts';
import type { Served } from './served.ts';
import { readSlightfile, understood } from './slightfile.ts';
import type { MessageSource } from './sources.ts';
import { createWatching } from './watching.ts';
import type { MakeWatcher } from './watching.ts';

export interface AppOptions extends Omit<CapabilitiesOptions, 'onServed'> {
  readonly module: string;
  /** Default: `.slight` beside the slightfile. */
  readonly dataDir?: string;
  /** How far the memory of an instance may grow, in bytes. Default: `usualMemory`. */
  readonly memory?: number;
  /**
   * Ends a guest that computes for too long: called where the guest may serve, before it is loaded. What it gives is
   * disposed of by who gave it, after the app.
   */
  readonly watch?: () => Watch;
  /** Put around the hosts of every instance, as a trace is; they are the guest's alone where nothing is given. */
  readonly wrap?: (hosts: readonly HostInterface[], ended: () => AbortSignal) => readonly HostInterface[];
  readonly report: AppReport;
}

/** What an app tells its user while it is prepared, besides its events: each thing once, however many instances there will be. */
export interface AppReport {
  problems(file: string, text: string, problems: readonly Problem[]): void;
  served(served: Served | CapabilityError): void;
}

/** 1 GiB */
export const usualMemory = 2 ** 30;

export interface App extends AsyncDisposable {
  readonly guest: Guest;
  /** True where the slightfile declares something of this kind. */
  declares(kind: CapabilityKind): boolean;
  /**
   * Brings up what serves the capabilities that the guest can open. Done once, at the latest for the first instance.
   * @throws Mistake where the choice of rung cannot be met; the signal's reason when the app is stopped meanwhile
   */
  prepare(): Promise<void>;
  /**
   * Where the messages come from that the guest handles.
   * @throws SetUpFailure, CapabilityError where they cannot be had
   */
  sources(): Promise<readonly MessageSource[]>;
  /**
   * A new instance, with memory and handles of its own. Instances share the capabilities; one that traps or is put away
   * leaves the others as they are.
   * @throws what `prepare` throws; GuestTrap where the guest traps before it can be called
   */
  instantiate(io: InstanceIo): Promise<Instance>;
  /** Settles when a guest that watches its stores was told of all changes so far. */
  settled(): Promise<void>;
}

/** What one instance sees of the machine, and who is told of what its capabilities refuse it. */
export interface InstanceIo extends Omit<GuestIo, 'sandbox'> {
  /** Without the program's name, which is the module's. */
  readonly args: readonly string[];
  readonly failed?: (failure: Failure) => void;
  /** Told what the guest asks to be served; absent where it may not ask. */
  readonly serve?: Serve;
}

/**
 * Reads a slightfile and a module, and compiles that. Nothing is brought up yet. Disposing ends the instances that are
 * left, closes the capabilities, and leaves or stops their servers.
 * @throws Mistake where either cannot be read, or the slightfile has an error
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { module: file, trace, report, stop, wrap = (hosts: readonly HostInterface[]) => hosts } = options;
  const data = await dataFolder(options.slightfile, options.dataDir);
  const module = readModule(file);
  // where both are missing, the slightfile is what is told of, whichever is found out first
  module.catch(() => undefined);
  const text = await readSlightfile(options.slightfile);
  const bytes = await module;
  const slightfile = understood(options.slightfile, text, trace.masking, (...found) =>
    report.problems(...found),
  );
  const declared = declarations(slightfile);
  const declares = (kind: CapabilityKind) => declared.some(({ resource }) => resource.capability === kind);
  const mayServe = declares('http') || (declares('messaging') && mayHandle(bytes));
  const watch = mayServe ? options.watch?.() : undefined;
  const guest = await loadGuest(bytes, {
    name: file,
    cacheDir: data.cache,
    bounds: { memory: options.memory ?? usualMemory, ...(watch && { watch }) },
    prepareCache: () => data.make('cache'),
    onUnkept: (reason) => trace.emit({ type: 'uncached', reason }),
  });
  const capabilities = createCapabilities(slightfile, data, options);
  const denied = denials(trace, declares('http-client'));
  const { capabilities: imported, unserved } = servedOf(guest.imports);
  const used = new Set([...imported, ...(handlerAmong(guest.exports) ? ['messaging' as const] : [])]);
  const watcher = watcherAmong(guest.exports);
  const watching =
    watcher === undefined ? undefined : createWatching({ interface: watcher, trace, ended: stop.signal });
  const makeHosts = once(() => hostsFor(guest.imports));
  const instances = new Set<Instance>();
  const endAll = () => {
    for (const one of instances) one.end(stop.signal.reason as Error);
  };
  stop.signal.addEventListener('abort', endAll);

  const prepare = once(async () => {
    stop.hold();
    if (unserved.length > 0) trace.emit({ type: 'unserved', module: file, imports: unserved });
    const prepared = await capabilities.prepare(({ resource }) => used.has(resource.capability));
    for (const served of prepared) report.served(served);
    if (await capabilities.mayEnd()) stop.release();
  });

  const open: HostContext['open'] = (port, name) => capabilities.open(port, name);
  const instantiate = async (asked: InstanceIo, opens: HostContext['open']): Promise<Instance> => {
    const { args, failed, serve, ...io } = asked;
    await prepare();
    stop.signal.throwIfAborted();
    const late = lateCall();
    const end = new EndOfInstance();
    const may = serve ?? (declares('http') ? undefined : undeclared(options.slightfile));
    const hosts = (await makeHosts())({
      open: opens,
      call: late.call,
      stderr: io.stderr === 'inherit' ? (bytes) => writeAll(2, bytes) : io.stderr,
      get signal() {
        return end.signal;
      },
      attend: (attendant) => end.attend(attendant),
      ...(may && { serve: may }),
      failed(failure) {
        denied(failure);
        failed?.(failure);
      },
    });
    const made = await guest.instantiate(
      wrap(hosts, () => end.signal),
      {
        ...io,
        args: [path.basename(file), ...args],
        // so that what other systems do can be tried on Linux: SECURITY.md
        sandbox: process.env['SLIGHT_SANDBOX'] === 'identity' ? 'identity' : 'best',
      },
    );
    const instance = endable(made, end, () => instances.delete(instance));
    late.bind(instance);
    instances.add(instance);
    if (stop.signal.aborted) endAll();
    return instance;
  };

  return {
    guest,
    declares,
    prepare,
    async sources() {
      await prepare();
      return capabilities.sources();
    },
    instantiate(io) {
      const { serve: _, resets: __, ...seen } = io;
      const make: MakeWatcher = (failed) => instantiate({ ...seen, failed }, open);
      return instantiate(io, watching?.around(open, make) ?? open);
    },
    settled: () => watching?.settled() ?? Promise.resolve(),
    async [Symbol.asyncDispose]() {
      stop.signal.removeEventListener('abort', endAll);
      await Promise.allSettled([...instances].map((one) => one[Symbol.asyncDispose]()));
      await capabilities[Symbol.asyncDispose]();
    },
  };
}

/** Refuses to serve what the slightfile does not declare. */
function undeclared(slightfile: string): Serve {
  return () => {
    throw new UndeclaredCapability(
      `no http capability is declared in ${path.basename(slightfile)}: it needs [[capability]], resource = "http", name = "*"`,
    );
  };
}
