/** One run: a slightfile and a module, from reading both to the guest's exit code. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@slight/slightfile/problem.ts';
import { analyze } from '@slight/slightfile/analyze.ts';
import type { Ladder, LadderEvent, RungChoice } from './backends/ladder.ts';
import { createCapabilities } from './capabilities.ts';
import type { Served } from './capabilities.ts';
import { declarations } from './declarations.ts';
import { GuestTrap } from './guest/guest.ts';
import type { Guest, GuestIo } from './guest/guest.ts';
import { loadGuest } from './guest/load.ts';
import { hostsFor } from './hosts/index.ts';
import { readInput } from './input.ts';
import type { CapabilityError } from './ports.ts';
import { Mistake } from './mistake.ts';
import { traced } from './tracing.ts';
import type { Trace } from './trace.ts';

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

/** How a run is ended from outside (cli/signals.ts). */
export interface Stop {
  readonly signal: AbortSignal;
  /** Called where nothing is left to put away: a signal may then end the process by itself. */
  release(): void;
  /** Called where servers are up that this folder tells of. */
  guard(stateDir: string): Promise<void>;
}

/** What a run tells its user while it goes on. */
export interface Report {
  problems(file: string, text: string, problems: readonly Problem[]): void;
  backend(event: LadderEvent): void;
  served(served: Served | CapabilityError): void;
  trapped(trap: GuestTrap): void;
}

/**
 * Runs a module against a slightfile to its end.
 * @returns the guest's exit code; 134 where it trapped, as a shell shows an abort
 * @throws Mistake where the run could not start
 */
export async function run(options: RunOptions): Promise<number> {
  const { trace, report, stop } = options;
  const start = performance.now();
  const [text, bytes] = await Promise.all([
    readInput(
      options.slightfile,
      'no-slightfile',
      () =>
        `There is no slightfile at ${options.slightfile}. Name one with -c, or make one: see slight --help.`,
    ).then(String),
    readInput(
      options.module,
      'no-module',
      () => `There is no module at ${options.module}. Build the guest first, or name its .wasm file.`,
    ),
  ]);
  const { slightfile, problems } = analyze(text, { environment: new Set(Object.keys(process.env)) });
  report.problems(options.slightfile, text, problems);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Mistake(
      'slightfile-errors',
      `${options.slightfile} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was started. Correct what is named above and run again.`,
    );
  }

  const dataDir = await prepareDataDir(
    options.dataDir ?? path.join(path.dirname(options.slightfile), '.slight'),
  );
  const guest = await loadGuest(bytes, { name: options.module, cacheDir: path.join(dataDir, 'cache') });
  trace.emit({
    type: 'run',
    slightfile: options.slightfile,
    module: options.module,
    guest: guest.kind,
    imports: guest.imports.map(({ name }) => name),
  });

  await using ladder = lazyLadder(options, dataDir);
  const secrets = once(async () => {
    const { slightfileSecrets } = await import('./secrets.ts');
    return slightfileSecrets(slightfile.secrets);
  });
  const secret = async (name: string) => (await secrets())(name);
  await using capabilities = createCapabilities({
    declarations: declarations(slightfile),
    slightfile: path.basename(options.slightfile),
    secretStore: slightfile.secretStore?.value,
    stores: { environment: process.env, secret },
    ladder,
    dataDir,
    context: { durable: options.durable, signal: stop.signal, environment: process.env, secret },
  });
  const { hosts, ports } = hostsFor(guest.imports, capabilities);
  for (const served of await capabilities.prepare(ports)) report.served(served);
  if (ladder.holds) await ladder.guarded();
  else stop.release();

  const { code, reason } = await runGuest(guest, traced(hosts, trace), options);
  trace.emit({
    type: 'exit',
    code,
    duration: performance.now() - start,
    ...(reason !== undefined && { reason }),
  });
  return code;
}

async function runGuest(
  guest: Guest,
  hosts: ReturnType<typeof traced>,
  { module, args, environment, folders, stdio, trace, stop, report }: RunOptions,
): Promise<{ code: number; reason?: string }> {
  const io: GuestIo = {
    args: [path.basename(module), ...args],
    environment,
    folders,
    ...withOutputTraced(stdio, trace),
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

/** The ladder of a run, made when the first capability needs one: most of a run's code is behind it. */
function lazyLadder(
  { slightfile, backends, keepBackends, stop, report, trace }: RunOptions,
  dataDir: string,
) {
  let made: Ladder | undefined;
  const stateDir = path.join(dataDir, 'backends');
  const guarded = once(() => stop.guard(stateDir));
  const ladder = once(async () => {
    const { createLadder } = await import('./backends/ladder.ts');
    made = createLadder({
      stateDir,
      workspace: path.dirname(path.resolve(slightfile)),
      choice: backends,
      keep: keepBackends,
      signal: stop.signal,
      onEvent(event) {
        // side by side with the server that starts
        if (event.state === 'starting') void guarded();
        report.backend(event);
        trace.emit({ type: 'backend', ...event });
      },
    });
    return made;
  });
  return {
    get holds() {
      return made?.holds ?? false;
    },
    guarded,
    climb: async (request: Parameters<Ladder['climb']>[0]) => (await ladder()).climb(request),
    async [Symbol.asyncDispose]() {
      await made?.[Symbol.asyncDispose]();
    },
  } satisfies Ladder & { guarded(): Promise<void> };
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
function withOutputTraced(stdio: RunOptions['stdio'], trace: Trace): RunOptions['stdio'] {
  if (!trace.enabled) return stdio;
  const tee = (type: 'stdout' | 'stderr') => {
    const decoder = new TextDecoder();
    const target = stdio[type];
    return (bytes: Uint8Array) => {
      if (target === 'inherit') process[type].write(bytes);
      else target(bytes);
      trace.emit({ type, text: decoder.decode(bytes, { stream: true }) });
    };
  };
  return { stdin: stdio.stdin, stdout: tee('stdout'), stderr: tee('stderr') };
}

/** Makes the data folder; it keeps itself out of git. */
async function prepareDataDir(folder: string): Promise<string> {
  const absolute = path.resolve(folder);
  await mkdir(absolute, { recursive: true });
  await writeFile(path.join(absolute, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return absolute;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
