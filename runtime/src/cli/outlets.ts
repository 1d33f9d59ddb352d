/** What `slight run` tells, to whom, and what ends it: for a user in a terminal, or an editor. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { AppReport } from '../app/app.ts';
import type { ServeByOthers } from '../app/run.ts';
import type { Served } from '../app/served.ts';
import type { Stop } from '../app/stop.ts';
import { Mistake } from '../mistake.ts';
import { CapabilityError } from '../ports/errors.ts';
import { createProgress } from '../terminal/progress.ts';
import { maskedTerminal } from '../trace/masking/masked-terminal.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { terminalSink } from '../trace/sinks/terminal.ts';
import type { Trace } from '../trace/trace.ts';
import { answersOf, openEditor } from './editor.ts';
import { terminalReport } from './report.ts';
import { stopSignals } from './signals.ts';
import { standardError } from './standard-error.ts';
import { openTrace } from './trace.ts';

/** Disposed when everything is told. */
export interface Outlets extends AsyncDisposable {
  readonly trace: Trace;
  readonly stop: Stop;
  readonly report: AppReport;
  readonly serveByOthers?: ServeByOthers;
}

export interface OutletsOptions {
  readonly trace?: string;
  readonly channel?: string;
  readonly quiet?: boolean;
  /** How many processes serve; 1: this one does. */
  readonly workers: number;
  /** Files of the command, which the trace may not take the place of. */
  readonly inputs: readonly string[];
}

/** @throws Mistake where one of them cannot be had */
export async function userOutlets(options: OutletsOptions, masking: Masking): Promise<Outlets> {
  const { quiet = false, workers, inputs } = options;
  if (workers > 1 && options.trace !== undefined) {
    throw new Mistake('usage', '--trace tells what one runtime does. Leave it out, or --workers.');
  }
  const stack = new AsyncDisposableStack();
  const told = stack.use(standardError());
  const terminal = maskedTerminal(told, masking);
  const progress = createProgress(terminal);
  const channel = await openEditor(options.channel, masking);
  if (channel) stack.use(channel);
  const shown = terminalSink(terminal, progress, { quiet, serves: () => told.serves() });
  const { trace } = stack.use(openTrace({ file: options.trace, channel, terminal: shown, inputs }, masking));
  const stop = stack.use(stopSignals(channel));
  const served: Served[] = [];
  channel?.answer(answersOf(stop, served));
  const say = (sentence: string) => terminal.write(`slight: ${sentence}\n`);
  const { byWorkers } = workers > 1 ? await import('./workers.ts') : {};
  const report = terminalReport(terminal, progress, { quiet });
  return {
    trace,
    stop,
    report: {
      ...report,
      served(one) {
        if (!(one instanceof CapabilityError)) served.push(one);
        report.served(one);
        if (workers > 1 && isInMemory(one)) say(apart(one, workers));
      },
    },
    ...(byWorkers && { serveByOthers: byWorkers(workers, say) }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function isInMemory(served: Served | CapabilityError): served is Served {
  return !(served instanceof CapabilityError) && findResource(served.resource)?.data === 'run';
}

function apart({ declaration, resource }: Served, workers: number): string {
  return `Each of the ${workers} workers has a ${declaration.name} of its own, since ${resource} is in memory.`;
}
