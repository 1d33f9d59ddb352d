/** What `slight run` tells, to whom, and what ends it: for a user in a terminal, or an editor. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { AppReport } from '../app/app.ts';
import type { ServeByOthers } from '../app/run.ts';
import type { Served } from '../app/served.ts';
import type { Stop } from '../app/stop.ts';
import type { Channel } from '../channel.ts';
import type { Stops } from '../debug/stops.ts';
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
  readonly stops?: Stops;
}

export interface OutletsOptions {
  readonly trace?: string;
  readonly channel?: string;
  /** Whether the guest stops for who is at the other end of the channel. */
  readonly debug?: boolean;
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
  const stops = options.debug
    ? await debugged(channel, { masking, signal: stop.signal, workers })
    : undefined;
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
    ...(stops && { stops }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** @throws Mistake where there is nobody who debugs, or no guest of this process */
async function debugged(
  channel: Channel | undefined,
  {
    masking,
    signal,
    workers,
  }: { readonly masking: Masking; readonly signal: AbortSignal; readonly workers: number },
): Promise<Stops> {
  if (!channel || workers > 1) {
    const why = channel
      ? 'stops the guest of one runtime, and --workers begins several'
      : 'is for the debug adapter, slight dap, which starts this by itself';
    throw new Mistake('usage', `--debug ${why}. Leave it out.`);
  }
  const { createStops } = await import('../debug/stops.ts');
  const stops = createStops(channel, masking, signal);
  channel.answer(stops.answers);
  return stops;
}

function isInMemory(served: Served | CapabilityError): served is Served {
  return !(served instanceof CapabilityError) && findResource(served.resource)?.data === 'run';
}

function apart({ declaration, resource }: Served, workers: number): string {
  return `Each of the ${workers} workers has a ${declaration.name} of its own, since ${resource} is in memory.`;
}
