/** One run: an app, from its files to its guest's exit code. */
import { requireCommand } from '../guest/command.ts';
import { Watch } from '../guest/core/watch.ts';
import { GuestTrap } from '../guest/guest.ts';
import type { Stops } from '../debug/stops.ts';
import type { GuestIo } from '../guest/guest.ts';
import type { Failure } from '../hosts/host.ts';
import { Mistake } from '../mistake.ts';
import { tracedOutput } from '../trace/output.ts';
import { traced } from '../trace/tracing.ts';
import { openApp } from './app.ts';
import type { App, AppOptions } from './app.ts';
import { lastError } from './last-error.ts';
import { serve } from './serve.ts';
import type { ServeOptions, Serving } from './serve.ts';
import { serviceOf } from './service.ts';
import type { Service } from './service.ts';
import { SetUpFailure } from './set-up.ts';

export interface RunOptions extends Omit<AppOptions, 'wrap' | 'watch'> {
  /** The guest's arguments, without the program's name. */
  readonly args: readonly string[];
  /** Names of environment variables that the guest may see, and folders: guest path → host path. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
  readonly stdio: Pick<GuestIo, 'stdin' | 'stdout' | 'stderr'>;
  /** How an app that serves HTTP is served. */
  readonly serving: Serving;
  /** Flags that were given and are for an app that serves alone. */
  readonly servingFlags: readonly string[];
  /** Serves it in the place of this process. */
  readonly serveByOthers?: ServeByOthers;
  /** Where the guest stops for who debugs it. */
  readonly stops?: Pick<Stops, 'wrap' | 'begun'>;
}

/**
 * Serves an app in other processes until it is to end.
 * @returns the exit code
 * @throws the reason of the signal where it is to end at once
 */
export type ServeByOthers = (
  options: Pick<ServeOptions, 'trace' | 'stop' | 'grace' | 'listen'>,
) => Promise<number>;

/**
 * Runs a module against a slightfile to its end.
 * @returns the guest's exit code; 134 where it trapped, as a shell shows an abort
 * @throws Mistake where the run could not start
 */
export async function run(options: RunOptions): Promise<number> {
  const { slightfile, module, trace, stop, stops } = options;
  const start = performance.now();
  const { timeout } = options.serving;
  using watching = new DisposableStack();
  await using app = await openApp({
    ...options,
    wrap: (hosts) => traced(stops?.wrap(hosts) ?? hosts, trace),
    ...(timeout !== undefined && { watch: () => watching.use(new Watch(timeout)) }),
  });
  const { guest } = app;
  const service = app.declares('http') ? serviceOf(guest) : undefined;
  if (!service || (service.by === 'routes' && service.in === 'main')) requireCommand(guest, module);
  if (service) stop.mayDrain(options.serving.grace);
  else requireNone(options.servingFlags, app, options);
  const isHidden = !service && servesBesides(app);
  // what runs to its end may compute for as long as it likes
  if (!service || options.serveByOthers) watching.dispose();
  const imports = guest.imports.map(({ name }) => name);
  trace.emit({ type: 'run', slightfile, module, guest: guest.kind, imports });
  if (isHidden) {
    trace.emit({
      type: 'denied',
      message: `${module} serves HTTP, which ${slightfile} does not declare, so only its main function is run. To serve it, add to the slightfile:`,
      lines: ['[[capability]]', 'resource = "http"', 'name = "*"'],
    });
  }
  await app.prepare();
  await stops?.begun;
  stop.computes();
  let last: Failure | undefined;
  const failed = (failure: Failure) => (last = failure);
  const { code, reason } = service
    ? await serveGuest(app, service, options, failed)
    : await runGuest(app, options, failed);
  const duration = performance.now() - start;
  trace.emit({
    type: 'exit',
    code,
    duration,
    ...(reason !== undefined && { reason }),
    ...(code !== 0 && last && { last: lastError(last) }),
  });
  return code;
}

async function runGuest(
  app: App,
  { args, environment, folders, stdio, trace }: RunOptions,
  failed: (failure: Failure) => void,
): Promise<{ readonly code: number; readonly reason?: string }> {
  using output = tracedOutput(stdio, trace);
  try {
    await using instance = await app.instantiate({
      args,
      environment,
      folders,
      ...stdio,
      ...output.streams,
      failed,
    });
    return { code: await instance.run() };
  } catch (error) {
    return failedEnd(error);
  }
}

async function serveGuest(
  app: App,
  service: Service,
  { args, environment, folders, stdio, trace, stop, serving, serveByOthers }: RunOptions,
  failed: (failure: Failure) => void,
): Promise<{ readonly code: number; readonly reason?: string }> {
  if (serveByOthers) return { code: await serveByOthers({ ...serving, trace, stop }) };
  using output = tracedOutput(stdio, trace);
  const io = { args, environment, folders, ...stdio, ...output.streams, failed };
  try {
    return { code: await serve(app, service, { ...serving, io, trace, stop }) };
  } catch (error) {
    return failedEnd(error);
  }
}

/** The end of a run whose guest trapped, or could not be set up; any other error is thrown. */
function failedEnd(error: unknown): { readonly code: number; readonly reason: string } {
  if (error instanceof SetUpFailure) return { code: 1, reason: error.message };
  if (!(error instanceof GuestTrap)) throw error;
  return { code: 134, reason: error.message };
}

/** Whether a guest could be served that is run as a program; one whose main function asks for it is told by what it gets. */
function servesBesides({ guest }: App): boolean {
  const service = serviceOf(guest);
  return service !== undefined && !(service.by === 'routes' && service.in === 'main');
}

/** @throws Mistake where a flag says how an app is to be served that is run to its end */
function requireNone(
  [flag]: readonly string[],
  app: App,
  { slightfile, module }: Pick<RunOptions, 'slightfile' | 'module'>,
): void {
  if (flag === undefined) return;
  const why = app.declares('http')
    ? `${module} serves none. Leave it out.`
    : `${slightfile} declares none. Leave it out, or add a capability with resource = "http".`;
  throw new Mistake('usage', `${flag} is for an app that serves HTTP, and ${why}`);
}
