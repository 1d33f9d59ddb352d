/** One run: an app, from its files to its guest's exit code. */
import { requireCommand } from '../guest/command.ts';
import { Watch } from '../guest/core/watch.ts';
import { GuestTrap } from '../guest/guest.ts';
import type { Stops } from '../debug/stops.ts';
import type { GuestIo } from '../guest/guest.ts';
import type { Failure } from '../hosts/host.ts';
import { tracedOutput } from '../trace/output.ts';
import { traced } from '../trace/tracing.ts';
import { openApp } from './app.ts';
import type { App, AppOptions } from './app.ts';
import { lastError } from './last-error.ts';
import { serve } from './serve.ts';
import type { ServeOptions, Serving } from './serve.ts';
import { servicesOf } from './service.ts';
import type { Services } from './service.ts';
import { SetUpFailure } from './set-up-failure.ts';
import { hiddenOf, requireFitting } from './unwanted.ts';

export interface RunOptions extends Omit<AppOptions, 'wrap' | 'watch'> {
  /** The guest's arguments, without the program's name. */
  readonly args: readonly string[];
  /** Names of environment variables that the guest may see, and folders: guest path → host path. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
  readonly stdio: Pick<GuestIo, 'stdin' | 'stdout' | 'stderr'>;
  /** How an app that serves is served. */
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
export async function run(given: RunOptions): Promise<number> {
  const options = given.stops ? { ...given, serving: untimed(given.serving) } : given;
  const { slightfile, module, trace, stop, stops } = options;
  const start = performance.now();
  const { timeout } = options.serving;
  using watching = new DisposableStack();
  await using app = await openApp({
    ...options,
    wrap: (hosts, ended) => traced(stops?.wrap(hosts, ended) ?? hosts, trace),
    ...(timeout !== undefined && { watch: () => watching.use(new Watch(timeout)) }),
  });
  const { guest } = app;
  const services = servicesOf(guest, (kind) => app.declares(kind));
  if (!services || isMain(services)) requireCommand(guest, module);
  if (services) stop.mayDrain(options.serving.grace);
  requireFitting(services, app, options);
  // what runs to its end may compute for as long as it likes
  if (!services || options.serveByOthers) watching.dispose();
  const imports = guest.imports.map(({ name }) => name);
  trace.emit({ type: 'run', slightfile, module, guest: guest.kind, imports });
  for (const hidden of hiddenOf(app, services, options)) trace.emit(hidden);
  await app.prepare();
  await stops?.begun;
  stop.computes();
  let last: Failure | undefined;
  const failed = (failure: Failure) => (last = failure);
  const { code, reason } = services
    ? await serveGuest(app, services, options, failed)
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

/** Who debugs a guest takes their time: nothing ends what has stopped, and they do not wait for it when they end all. */
function untimed(serving: Serving): Serving {
  const { timeout: _, ...others } = serving;
  return { ...others, grace: 0 };
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
    try {
      return { code: await instance.run() };
    } finally {
      // what it has changed it has, however it ended
      await app.settled();
    }
  } catch (error) {
    return failedEnd(error);
  }
}

async function serveGuest(
  app: App,
  services: Services,
  { args, environment, folders, stdio, trace, stop, serving, serveByOthers }: RunOptions,
  failed: (failure: Failure) => void,
): Promise<{ readonly code: number; readonly reason?: string }> {
  if (serveByOthers) return { code: await serveByOthers({ ...serving, trace, stop }) };
  using output = tracedOutput(stdio, trace);
  const io = { args, environment, folders, ...stdio, ...output.streams, failed };
  try {
    return { code: await serve(app, services, { ...serving, io, trace, stop }) };
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

/** Whether it says in its main function what it serves. */
function isMain({ http }: Services): boolean {
  return http?.by === 'routes' && http.in === 'main';
}
