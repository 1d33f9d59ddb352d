/** One run: a slightfile and a module, from reading both to the guest's exit code. */
import path from 'node:path';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { LadderEvent, RungChoice } from '../backends/ladder.ts';
import type { Served } from './capabilities.ts';
import { dataFolder } from '../data-folder.ts';
import { requireCommand } from '../guest/command.ts';
import { GuestTrap } from '../guest/guest.ts';
import type { Guest, GuestIo } from '../guest/guest.ts';
import { loadGuest } from '../guest/load.ts';
import type { Failure } from '../hosts/host.ts';
import { hostsFor } from '../hosts/index.ts';
import { readModule } from '../input.ts';
import { writeAll } from '../output.ts';
import type { CapabilityError } from '../ports/errors.ts';
import { createServing, readSlightfile, understood } from './serving.ts';
import type { Stop } from './serving.ts';
import { outputEvents, traced } from '../trace/tracing.ts';
import type { Trace } from '../trace/trace.ts';

export interface RunOptions {
  readonly slightfile: string;
  readonly module: string;
  /** The guest's arguments, without the program's name. */
  readonly args: readonly string[];
  /** Default: `.slight` beside the slightfile. */
  readonly dataDir?: string;
  readonly backends: RungChoice;
  readonly keepBackends: boolean;
  readonly durable: boolean;
  /** Names of environment variables that the guest may see, and folders: guest path → host path. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
  readonly stdio: Pick<GuestIo, 'stdin' | 'stdout' | 'stderr'>;
  readonly trace: Trace;
  readonly stop: Stop;
  readonly report: Report;
}

/** What a run tells its user while it goes on. */
export interface Report {
  problems(file: string, text: string, problems: readonly Problem[]): void;
  backend(event: LadderEvent): void;
  served(served: Served | CapabilityError): void;
  /** Imports of the module that nobody serves: the guest traps where it calls one. */
  unserved(module: string, imports: readonly string[]): void;
  /** A component could not be kept for the next run, which makes it ready again. */
  uncached(reason: string): void;
  trapped(trap: GuestTrap): void;
  /** The guest ended with this code, which is no success, and this is the last error that a capability gave it. */
  failed(code: number, last: Failure): void;
}

/**
 * Runs a module against a slightfile to its end.
 * @returns the guest's exit code; 134 where it trapped, as a shell shows an abort
 * @throws Mistake where the run could not start
 */
export async function run(options: RunOptions): Promise<number> {
  const { trace, report, stop } = options;
  const start = performance.now();
  const data = await dataFolder(options.slightfile, options.dataDir);
  const module = readModule(options.module);
  // where both are missing, the slightfile is what is told of, whichever is found out first
  module.catch(() => undefined);
  const text = await readSlightfile(options.slightfile);
  const bytes = await module;
  const slightfile = understood(options.slightfile, text, trace.masking, (...found) =>
    report.problems(...found),
  );
  const guest = await loadGuest(bytes, {
    name: options.module,
    cacheDir: data.cache,
    prepareCache: () => data.make('cache'),
    onUnkept: (reason) => report.uncached(reason),
  });
  requireCommand(guest, options.module);
  trace.emit({
    type: 'run',
    slightfile: options.slightfile,
    module: options.module,
    guest: guest.kind,
    imports: guest.imports.map(({ name }) => name),
  });

  stop.hold();
  await using serving = createServing(slightfile, data, {
    ...options,
    keep: options.keepBackends,
    onBackend: (event) => report.backend(event),
  });
  const { capabilities, ladder } = serving;
  let last: Failure | undefined;
  const { hosts, ports, unserved } = await hostsFor(guest.imports, {
    open: (port, name) => capabilities.open(port, name),
    failed: (failure) => (last = failure),
  });
  if (unserved.length > 0) report.unserved(options.module, unserved);
  const opened: ReadonlySet<string> = ports;
  const prepared = await capabilities.prepare(({ resource }) => opened.has(resource.capability));
  for (const served of prepared) report.served(served);
  if (!ladder.holds || (await ladder.guarded())) stop.release();
  stop.computes();

  const { code, reason } = await runGuest(guest, traced(hosts, trace), options);
  trace.emit({
    type: 'exit',
    code,
    duration: performance.now() - start,
    ...(reason !== undefined && { reason }),
  });
  if (code !== 0 && last) report.failed(code, last);
  return code;
}

async function runGuest(
  guest: Guest,
  hosts: ReturnType<typeof traced>,
  { module, args, environment, folders, stdio, trace, stop, report }: RunOptions,
): Promise<{ code: number; reason?: string }> {
  using output = withOutputTraced(stdio, trace);
  const io: GuestIo = {
    args: [path.basename(module), ...args],
    environment,
    folders,
    // so that what other systems do can be tried on Linux: SECURITY.md
    sandbox: process.env['SLIGHT_SANDBOX'] === 'identity' ? 'identity' : 'best',
    ...output.stdio,
  };
  try {
    await using instance = await guest.instantiate(hosts, io);
    return { code: await Promise.race([instance.run(), aborted(stop.signal)]) };
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw error;
    report.trapped(error);
    return { code: 134, reason: error.message };
  }
}

/** Fails with the signal's reason when it is aborted: a guest that waits for a provider is left where it is. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** With a trace, what the guest prints passes through this process, so that it is an event as well. */
function withOutputTraced(
  stdio: RunOptions['stdio'],
  trace: Trace,
): Disposable & { stdio: RunOptions['stdio'] } {
  if (!trace.enabled) return { stdio, [Symbol.dispose]: () => undefined };
  const events = { stdout: outputEvents('stdout', trace), stderr: outputEvents('stderr', trace) };
  const tee = (type: 'stdout' | 'stderr') => {
    const target = stdio[type];
    const descriptor = type === 'stdout' ? 1 : 2;
    return (bytes: Uint8Array) => {
      // a guest that prints faster than its reader reads waits, and is told where that has gone
      if (target === 'inherit') writeAll(descriptor, bytes);
      else target(bytes);
      events[type].write(bytes);
    };
  };
  return {
    stdio: { stdin: stdio.stdin, stdout: tee('stdout'), stderr: tee('stderr') },
    [Symbol.dispose]() {
      events.stdout.end();
      events.stderr.end();
    },
  };
}
