/** `slight run`: flags to a run, and what it tells to the terminal. */
import type { RungChoice } from '../backends/climb.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import { own } from '../own.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { Served } from '../app/served.ts';
import { run } from '../app/run.ts';
import type { RunOptions } from '../app/run.ts';
import { answersOf, openEditor } from './editor.ts';
import { foldersOf } from './folders.ts';
import { maskedTerminal } from '../trace/masking/masked-terminal.ts';
import { stopSignals } from './signals.ts';
import { createProgress } from '../terminal/progress.ts';
import { terminalSink } from '../trace/sinks/terminal.ts';
import { terminalReport } from './report.ts';
import { openTrace } from './trace.ts';

/** What is run. */
export interface RunOperands {
  readonly slightfile: string;
  readonly module: string;
  readonly args: readonly string[];
}

export interface RunFlags {
  readonly trace?: string;
  readonly channel?: string;
  readonly data?: string;
  readonly backends: RungChoice;
  readonly keepBackends?: boolean;
  readonly durable: boolean;
  readonly env?: readonly string[];
  readonly dir?: readonly string[];
  readonly quiet?: boolean;
}

/**
 * @param serving what flags say that are for an app that serves alone
 * @param masking told the secrets of the run
 * @returns the guest's exit code
 */
export async function runCommand(
  { slightfile, module, args }: RunOperands,
  flags: RunFlags,
  serving: Pick<RunOptions, 'serving' | 'servingFlags'>,
  masking: Masking,
): Promise<number> {
  requireJspi();
  const environment = Object.fromEntries((flags.env ?? []).map(variable));
  const folders = await foldersOf(flags.dir ?? []);
  const terminal = maskedTerminal(process.stderr, masking);
  const progress = createProgress(terminal);
  const told = { quiet: flags.quiet ?? false };
  const report = terminalReport(terminal, progress, told);
  using channel = await openEditor(flags.channel, masking);
  const inputs = [slightfile, module];
  const shown = terminalSink(terminal, progress, told);
  await using tracing = openTrace({ file: flags.trace, channel, terminal: shown, inputs }, masking);
  using stop = stopSignals(channel);
  const served: Served[] = [];
  channel?.answer(answersOf(stop, served));
  const code = await run({
    slightfile,
    module,
    args,
    ...(flags.data !== undefined && { dataDir: flags.data }),
    backends: flags.backends,
    keep: flags.keepBackends ?? false,
    durable: flags.durable,
    environment,
    folders,
    stdio: { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' },
    trace: tracing.trace,
    stop,
    ...serving,
    report: {
      ...report,
      served(one) {
        if (!(one instanceof CapabilityError)) served.push(one);
        report.served(one);
      },
    },
  });
  // the system keeps eight bits of it, and of 256 they are those of success
  return Math.min(code, 255);
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
