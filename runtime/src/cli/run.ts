/** `slight run`: flags to a run, and what it tells to the terminal. */
import path from 'node:path';
import type { RungChoice } from '../backends/ladder.ts';
import { Mistake } from '../mistake.ts';
import { run } from '../run.ts';
import type { Report } from '../run.ts';
import { stopSignals } from './signals.ts';
import { terminalReport } from './report.ts';
import { openTrace } from './trace.ts';

export interface RunFlags {
  readonly slightfile: string;
  readonly module: string;
  readonly args: readonly string[];
  readonly trace?: string;
  readonly data?: string;
  readonly backends: RungChoice;
  readonly keepBackends?: boolean;
  readonly durable: boolean;
  readonly env?: readonly string[];
  readonly dir?: readonly string[];
  readonly quiet?: boolean;
}

/** @returns the guest's exit code */
export async function runCommand(flags: RunFlags): Promise<number> {
  requireJspi();
  await using tracing = openTrace(flags.trace);
  using stop = stopSignals();
  const report: Report = terminalReport(process.stderr, { quiet: flags.quiet ?? false });
  return await run({
    slightfile: flags.slightfile,
    module: flags.module,
    args: flags.args,
    ...(flags.data !== undefined && { dataDir: flags.data }),
    backends: flags.backends,
    keepBackends: flags.keepBackends ?? false,
    durable: flags.durable,
    environment: Object.fromEntries((flags.env ?? []).map(variable)),
    folders: Object.fromEntries((flags.dir ?? []).map(folder)),
    stdio: { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' },
    trace: tracing.trace,
    stop,
    report,
  });
}

/** JavaScript Promise Integration lets a guest's synchronous call wait for a provider; Node has it from 24 on. */
function requireJspi(): void {
  if ('Suspending' in WebAssembly) return;
  throw new Mistake(
    'node-too-old',
    `slight needs Node 24 or newer to run guests, and this is Node ${process.versions.node}. Install Node 24, or start slight with npx -p node@24.`,
  );
}

function variable(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  const value = process.env[text];
  if (at === 0 || value === undefined) {
    throw new Mistake(
      'usage',
      `--env ${text}: the environment has no such variable. Give its value: --env ${text}=…`,
    );
  }
  return [text, value];
}

/** `HOST::GUEST`, or one path that is the same on both sides. */
function folder(text: string): [string, string] {
  const [host = text, guest = host] = text.split('::');
  return [guest, path.resolve(host)];
}
