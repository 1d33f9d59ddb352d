/** A worker of `--workers`: a whole runtime that takes its orders from the process that began it (workers.ts). */
import cluster from 'node:cluster';
import type { Listen } from '../app/address.ts';
import type { Stop } from '../app/stop.ts';
import { accessLog } from '../trace/sinks/access-log.ts';
import { maskedTerminal } from '../trace/masking/masked-terminal.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { createTrace } from '../trace/trace.ts';
import type { Sink } from '../trace/trace.ts';
import type { Terminal } from '../terminal/progress.ts';
import { printableLine } from '../terminal/printable.ts';
import { endWithEditor } from './end-of-editor.ts';
import { graceMs } from './grace.ts';
import { chosenPorts } from './orders.ts';
import type { Order, Told } from './orders.ts';
import type { Outlets } from './outlets.ts';
import { Stopped } from './signals.ts';
import { standardError } from './standard-error.ts';

export function isWorker(): boolean {
  return cluster.isWorker;
}

/** Where it listens, where that was chosen for all of them. */
export function chosen(listen: Listen = {}): Listen {
  const ports = process.env[chosenPorts];
  return ports ? { ...listen, chosen: ports.split(',').map(Number) } : listen;
}

/** What a worker tells, and what ends it. */
export function workerOutlets(masking: Masking, quiet: boolean): Outlets {
  const stack = new AsyncDisposableStack();
  const told = stack.use(standardError());
  told.serves();
  const sink = stack.use(workerSink(maskedTerminal(told, masking), quiet));
  return {
    trace: createTrace([sink], masking),
    stop: stack.use(workerStop()),
    // the same for all, and told
    report: { problems: () => undefined, served: () => undefined },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Ends it by orders alone: Ctrl-C in a terminal reaches every process, and is for the one that gives the orders. */
function workerStop(): Stop & Disposable {
  const controller = new AbortController();
  const drain = new AbortController();
  process.on('message', (order: Order) => {
    if (order === 'drain') drain.abort();
    else controller.abort(new Stopped(130));
  });
  for (const name of ['SIGINT', 'SIGHUP']) process.on(name, () => undefined);
  process.on('SIGTERM', () => drain.abort());
  // while its guest computes, it does not hear that the other one is gone
  const watch = endWithEditor(graceMs);
  return {
    signal: controller.signal,
    hold: () => undefined,
    release: () => undefined,
    // the process that gives the orders has one
    guard: () => Promise.resolve(true),
    mayDrain: () => undefined,
    drain: () => drain.signal,
    computes: () => undefined,
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

/** Tells of its requests by itself; of what is the same for all of them, it tells the process that gives the orders. */
function workerSink(terminal: Terminal, quiet: boolean): Sink & Disposable {
  const log = accessLog(quiet, (text) => terminal.write(text));
  return {
    calls: false,
    ...(quiet && { requests: false }),
    accept(event) {
      if (event.type === 'request') log.request(event);
      else if (event.type === 'answer') log.answer(event);
      else if (event.type === 'refused') log.refused(event);
      else if (event.type === 'listening') tell(unnumbered(event));
      else if (event.type === 'draining') tell({ type: event.type, requests: event.requests });
      else if (event.type === 'exit' && event.reason !== undefined)
        terminal.write(`slight: ${printableLine(event.reason)}\n`);
    },
    [Symbol.dispose]: log.flush,
  };
}

type Listening = Extract<Told, { type: 'listening' }>;

/** The other process numbers it, as an event of its own. */
function unnumbered({ type, url, found, asked }: Listening): Listening {
  return { type, url, ...(found && { found }), ...(asked !== undefined && { asked }) };
}

function tell(told: Told): void {
  // where nobody is there any more, this process ends as well
  process.send?.(told, undefined, {}, () => undefined);
}
