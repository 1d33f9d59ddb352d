/** `slight run`: flags to a run. */
import type { RungChoice } from '../backends/climb.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import { own } from '../own.ts';
import { run } from '../app/run.ts';
import type { RunOptions } from '../app/run.ts';
import { foldersOf } from './folders.ts';
import { userOutlets } from './outlets.ts';
import type { Outlets, OutletsOptions } from './outlets.ts';

/** What is run. */
export interface RunOperands {
  readonly slightfile: string;
  readonly module: string;
  readonly args: readonly string[];
}

export interface RunFlags {
  readonly trace?: string;
  readonly channel?: string;
  readonly debug?: boolean;
  readonly data?: string;
  readonly backends: RungChoice;
  readonly keepBackends?: boolean;
  readonly durable: boolean;
  readonly env?: readonly string[];
  readonly dir?: readonly string[];
  readonly quiet?: boolean;
  /** In bytes. */
  readonly memory?: number;
}

/** What flags say that are for an app that serves alone. */
export interface RunServing extends Pick<RunOptions, 'serving' | 'servingFlags'> {
  /** How many processes serve; 1: this one does. */
  readonly workers: number;
}

/**
 * @param masking told the secrets of the run
 * @returns the guest's exit code
 */
export async function runCommand(
  { slightfile, module, args }: RunOperands,
  flags: RunFlags,
  { workers, serving, servingFlags }: RunServing,
  masking: Masking,
): Promise<number> {
  requireJspi();
  const environment = Object.fromEntries((flags.env ?? []).map(variable));
  const folders = await foldersOf(flags.dir ?? []);
  await using outlets = await outletsFor(flags, { workers, inputs: [slightfile, module] }, masking);
  const code = await run({
    slightfile,
    module,
    args,
    ...(flags.data !== undefined && { dataDir: flags.data }),
    backends: flags.backends,
    ...(flags.memory !== undefined && { memory: flags.memory }),
    keep: flags.keepBackends ?? false,
    durable: flags.durable,
    environment,
    folders,
    stdio: { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' },
    servingFlags,
    serving: workers > 1 ? await forWorkers(serving) : serving,
    ...outlets,
  });
  // the system keeps eight bits of it, and of 256 they are those of success
  return Math.min(code, 255);
}

async function outletsFor(
  flags: RunFlags,
  options: Pick<OutletsOptions, 'workers' | 'inputs'>,
  masking: Masking,
): Promise<Outlets> {
  if (options.workers > 1) {
    const { isWorker, workerOutlets } = await import('./worker.ts');
    if (isWorker()) return workerOutlets(masking, flags.quiet ?? false);
  }
  return userOutlets({ ...flags, ...options }, masking);
}

async function forWorkers(serving: RunServing['serving']): Promise<RunServing['serving']> {
  const { chosen, isWorker } = await import('./worker.ts');
  return isWorker() ? { ...serving, listen: chosen(serving.listen) } : serving;
}

/** JavaScript Promise Integration lets a guest's synchronous call wait for a provider; Node has it from 24 on. */
function requireJspi(): void {
  if ('Suspending' in WebAssembly) return;
  throw new Mistake(
    'node-too-old',
    `slight needs Node 24 or newer to run guests, and this is Node ${process.versions.node}. Install Node 24, or start slight with npx -p node@24.`,
  );
}

/** @throws Mistake where it names no variable, or one without a value that the environment does not have */
function variable(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  if (at === 0 || text === '') {
    throw new Mistake('usage', `--env ${text || "''"} names no variable. Write it as --env NAME=VALUE.`);
  }
  const value = own(process.env, text);
  if (value === undefined) {
    throw new Mistake(
      'usage',
      `--env ${text}: the environment has no such variable. Give its value: --env ${text}=…`,
    );
  }
  return [text, value];
}
