/** `slight up`: flags to servers that stay, and a line for each. */
import pc from 'picocolors';
import type { RungChoice } from '../backends/climb.ts';
import type { Served } from '../app/served.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { up } from '../app/up.ts';
import type { UpReport } from '../app/up.ts';
import { answersOf, openEditor } from './editor.ts';
import { maskedTerminal } from '../trace/masking/masked-terminal.ts';
import { formatProblems } from './problems.ts';
import { printableLine } from '../terminal/printable.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Progress, Terminal } from '../terminal/progress.ts';
import { terminalSink } from '../trace/sinks/terminal.ts';
import { stopSignals } from './signals.ts';
import { openTrace } from './trace.ts';

export interface UpFlags {
  readonly data?: string;
  readonly backends: RungChoice;
  readonly trace?: string;
  readonly channel?: string;
}

/**
 * @param resources only the servers of these; all where none is named
 * @param masking told the secrets of the slightfile
 * @returns the exit code: 1 where something that needs a server has none now, else 0
 */
export async function upCommand(
  slightfile: string,
  resources: readonly string[],
  { data, backends, trace, channel: descriptor }: UpFlags,
  masking: Masking,
): Promise<number> {
  using channel = await openEditor(descriptor, masking);
  const log = maskedTerminal(process.stderr, masking);
  const progress = createProgress(log);
  const terminal = terminalSink(log, progress, { quiet: false });
  const inputs = [slightfile];
  await using tracing = openTrace({ file: trace, channel, terminal, inputs }, masking);
  using stop = stopSignals(channel);
  const served: Served[] = [];
  channel?.answer(answersOf(stop, served));
  const report = upReport(maskedTerminal(process.stdout, masking), log, progress);
  const isUp = await up({
    slightfile,
    resources,
    backends,
    ...(data !== undefined && { dataDir: data }),
    trace: tracing.trace,
    stop,
    report: {
      ...report,
      served(one) {
        served.push(one);
        report.served(one);
      },
    },
  });
  return isUp ? 0 : 1;
}

function upReport(output: Terminal, log: Terminal, progress: Progress): UpReport {
  const told = new Set<string>();
  return {
    problems(file, text, problems) {
      const shown = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
      if (shown.length > 0) log.write(formatProblems(file, text, shown));
    },
    served(served) {
      const lines = describe(served).join('\n');
      // several names may have one server
      if (told.has(lines)) return;
      told.add(lines);
      progress.clear();
      output.write(`${lines}\n`);
    },
    failed(error) {
      progress.clear();
      log.write(`slight: ${printableLine(error.message)}\n`);
    },
    nothing: (file) => output.write(`${printableLine(file)} declares nothing that needs a server.\n`),
  };
}

/**
 * What serves a resource now, and why where it is not the first choice:
 *
 *     keyvalue.redis → a container on 127.0.0.1:49153
 *     No server could be had for keyvalue.azblob, so a run uses keyvalue.filesystem:
 *       azurite-blob is neither on PATH nor in node_modules/.bin.
 */
function describe({ declaration, resource, rung, address, reasons, unset }: Served): readonly string[] {
  const on = address === undefined ? '' : ` on ${address}`;
  const server = (what: string) => `${pc.bold(declaration.resource.id)} → ${printableLine(what)}`;
  const line = {
    given: server(
      address === undefined ? 'the server that the slightfile names' : `a server that already listens${on}`,
    ),
    container: server(`a container${on}`),
    local: server(`a local server${on}`),
    embedded: `No server could be had for ${pc.bold(declaration.resource.id)}, so a run uses ${resource}:`,
  }[rung];
  // that somebody listens there, or that the slightfile names it, is in the line already
  const why = [...unset, ...(rung === 'given' ? reasons.slice(1) : reasons)];
  return [line, ...why.map((reason) => pc.dim(`  ${printableLine(reason)}`))];
}
