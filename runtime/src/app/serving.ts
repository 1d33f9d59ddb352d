/** What serves the capabilities of a slightfile, for a run and for `slight up`: from reading it to putting it all away. */
import path from 'node:path';
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import type { Ladder, LadderEvent, RungChoice } from '../backends/ladder.ts';
import type { Keep } from '../backends/server-state.ts';
import { createCapabilities } from './capabilities.ts';
import type { Capabilities, Served } from './capabilities.ts';
import type { DataFolder } from '../data-folder.ts';
import { declarations, writtenSecrets } from './declarations.ts';
import { readInput, slightfileLimit } from '../input.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import type { Trace } from '../trace/trace.ts';

export interface ServingOptions {
  /** The path of the slightfile. */
  readonly slightfile: string;
  readonly backends: RungChoice;
  readonly keep: Keep;
  readonly durable: boolean;
  readonly trace: Trace;
  readonly stop: Stop;
  readonly onBackend: (event: LadderEvent) => void;
  readonly onServed?: (served: Served) => void;
}

/** How a run is ended from outside (cli/signals.ts). */
export interface Stop {
  readonly signal: AbortSignal;
  /** Called where from here on something may have to be put away: before, a signal ends the process by itself. */
  hold(): void;
  /** Called where nothing is left to put away, or the guard does that: a signal may then end the process by itself. */
  release(): void;
  /** Called where servers are up that this folder tells of. @returns whether the guard watches over this process now */
  guard(stateDir: string): Promise<boolean>;
  /** Called before the guest runs: as long as it computes, this thread hears of nothing that is to end it. */
  computes(): void;
}

export interface Serving extends AsyncDisposable {
  readonly capabilities: Capabilities;
  readonly ladder: GuardedLadder;
}

export interface GuardedLadder extends Ladder {
  /** Has another process watch over this one, which holds servers. @returns false where that cannot be had */
  guarded(): Promise<boolean>;
}

/** @throws Mistake where the file cannot be read */
export function readSlightfile(file: string): Promise<Uint8Array> {
  return readInput(file, slightfileLimit, {
    code: 'no-slightfile',
    sentences: {
      ENOENT: `There is no slightfile at ${file}. Name one with -c, or make one, whose first line is specversion = "0.2".`,
      EISDIR: `${file} is a folder. Name the slightfile in it: -c ${path.join(file, 'slightfile.toml')}`,
    },
  });
}

/**
 * What a slightfile's bytes declare.
 * @param masking told the secrets that stand in it, before anything of it is told
 * @param onProblems told what is wrong with it, also where that is nothing
 * @throws Mistake where it has an error
 */
export function understood(
  file: string,
  bytes: Uint8Array,
  masking: Masking,
  onProblems: (file: string, text: string, problems: readonly Problem[]) => void,
): Slightfile {
  const environment = new Set(Object.keys(process.env));
  const { document, slightfile, problems } = analyzeBytes(bytes, { environment });
  for (const secret of declarations(slightfile).flatMap(writtenSecrets)) masking.add(secret);
  onProblems(file, document.text, problems);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return slightfile;
  throw new Mistake(
    'slightfile-errors',
    `${file} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was started. Correct what is named above and run again.`,
  );
}

/** The capabilities, brought up when they are asked for. Disposing closes them, and then leaves their servers. */
export function createServing(slightfile: Slightfile, data: DataFolder, options: ServingOptions): Serving {
  const { durable, stop, trace, onServed } = options;
  const ladder = lazyLadder(options, data);
  const secrets = once(async () => {
    const { slightfileSecrets } = await import('./secrets.ts');
    return slightfileSecrets(slightfile.secrets);
  });
  const secret = async (name: string) => (await secrets())(name);
  const capabilities = createCapabilities({
    declarations: declarations(slightfile),
    slightfile: path.basename(options.slightfile),
    secretStore: slightfile.secretStore?.value,
    stores: { environment: process.env, secret },
    masking: trace.masking,
    ladder,
    data,
    context: { durable, signal: stop.signal, environment: process.env, secret },
    onServed(served) {
      emitReady(trace, served);
      onServed?.(served);
    },
  });
  return {
    capabilities,
    ladder,
    async [Symbol.asyncDispose]() {
      await capabilities[Symbol.asyncDispose]();
      await ladder[Symbol.asyncDispose]();
    },
  };
}

/** What has neither a server nor a folder of its own has nothing to tell. */
function emitReady(trace: Trace, served: Served): void {
  const { declaration, rung, address, image, folder, reasons, duration } = served;
  const { resource, name } = declaration;
  if (resource.backend === undefined && folder === undefined) return;
  trace.emit({
    type: 'backend',
    resource: resource.id,
    name,
    rung,
    state: 'ready',
    duration,
    reasons,
    ...(address !== undefined && { address }),
    ...(image !== undefined && { image }),
    ...(folder !== undefined && { folder }),
  });
}

/** The ladder, made when the first capability needs one: most of a run's code is behind it. */
function lazyLadder(
  { slightfile, backends, keep, stop, onBackend, trace }: ServingOptions,
  data: DataFolder,
): GuardedLadder {
  let made: Ladder | undefined;
  const stateDir = data.state;
  const guarded = once(() => stop.guard(stateDir));
  const ladder = once(async () => {
    const { createLadder } = await import('../backends/ladder.ts');
    made = createLadder({
      stateDir,
      prepare: () => data.make('state'),
      workspace: path.dirname(path.resolve(slightfile)),
      choice: backends,
      keep,
      signal: stop.signal,
      onEvent(event) {
        // side by side with the server that starts
        if (event.state === 'starting') void guarded();
        onBackend(event);
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
    climb: async (request) => (await ladder()).climb(request),
    async [Symbol.asyncDispose]() {
      await made?.[Symbol.asyncDispose]();
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
