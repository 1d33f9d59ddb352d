/** What a terminal tells of a run, or a log where there is no terminal: a line for each event that a person waits for. */
import { list, quote } from '@slight/text/words.ts';
import pc from 'picocolors';
import { printableLine } from '../../terminal/printable.ts';
import type { Progress, Terminal } from '../../terminal/progress.ts';
import type { TraceEvent } from '../events.ts';
import type { Sink } from '../trace.ts';
import { accessLog } from './access-log.ts';
import { describeError } from './last-error.ts';
import { messageLog } from './message-log.ts';

export interface TerminalSinkOptions {
  /** Told nothing but what went wrong. */
  readonly quiet: boolean;
  /** Called when an app begins to serve. */
  readonly serves?: () => void;
}

/**
 * Disposed when all that was told is out.
 * @param progress the line of that terminal which is written over
 */
export function terminalSink(
  terminal: Terminal,
  progress: Progress,
  { quiet, serves }: TerminalSinkOptions,
): Sink & Disposable {
  // several names may have one server
  const told = new Set<string>();
  const log = accessLog(quiet, (text) => {
    progress.clear();
    terminal.write(text);
  });
  const write = (text: string) => {
    log.flush();
    progress.clear();
    terminal.write(text);
  };
  const say = (sentence: string) => {
    if (!quiet) write(`${pc.dim('slight')}  ${sentence}\n`);
  };
  const messages = messageLog(quiet, write);
  const lines: Lines = {
    backend(event) {
      const failure = stopFailure(event);
      if (failure !== undefined && !told.has(failure)) write(`slight: ${failure}\n`);
      if (failure !== undefined) told.add(failure);
      if (!quiet && event.message !== undefined) progress.step(event.message, event.progress);
      // what its guest prints now is on a line of its own
      if (event.state === 'ready') progress.clear();
    },
    unserved: ({ module, imports }) => say(printableLine(unservedSentence(module, imports))),
    denied({ message, lines = [] }) {
      write(`slight: ${printableLine(message)}\n`);
      for (const line of lines) terminal.write(`  ${line}\n`);
    },
    uncached: ({ reason }) =>
      say(`What was made of this component is not kept, so each run makes it again: ${reason}.`),
    listening({ url, found, asked }) {
      serves?.();
      // a port that nobody named can be known from nowhere else
      if (!quiet || found) write(`${pc.dim('slight')}  Listening on ${pc.bold(printableLine(url))}\n`);
      if (asked === undefined || told.has(asked)) return;
      told.add(asked);
      say(
        printableLine(`The guest asks for ${asked}. That other machines reach it takes --listen ${asked}.`),
      );
    },
    handling({ resource, name, topics }) {
      serves?.();
      const by = name === '' ? resource : `${resource} ${quote(name)}`;
      const of = list(topics.map((topic) => pc.bold(printableLine(topic))));
      say(`Handling messages of ${of}, by ${printableLine(by)}`);
    },
    draining({ requests, messages = 0 }) {
      const count = requests + messages;
      if (count === 0) return;
      const what = list([...counted(requests, 'request'), ...counted(messages, 'message')]);
      const [are, them] = count === 1 ? ['is', 'it'] : ['are', 'them'];
      say(`Draining: ${what} ${are} under way; Ctrl-C again ends ${them} now.`);
    },
    message: messages.message,
    handled: messages.handled,
    interrupted: messages.interrupted,
    change: messages.change,
    told: messages.told,
    request: log.request,
    answer: log.answer,
    refused: log.refused,
    exit({ code, reason, last }) {
      if (reason !== undefined) write(`slight: ${printableLine(reason)}\n`);
      if (last === undefined || quiet) return;
      write(`slight: The guest ended with code ${code}. The last error that a capability gave it:\n`);
      terminal.write(`  ${printableLine(describeError(last))}\n`);
    },
  };
  return {
    calls: false,
    ...(quiet && { requests: false }),
    accept(event) {
      const line = lines[event.type] as ((event: TraceEvent) => void) | undefined;
      line?.(event);
    },
    [Symbol.dispose]: log.flush,
  };
}

type Lines = {
  readonly [Type in TraceEvent['type']]?: (event: Extract<TraceEvent, { type: Type }>) => void;
};

/** `2 requests`; nothing where there is none. */
function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}

function unservedSentence(module: string, imports: readonly string[]): string {
  const [verb, them] = imports.length === 1 ? ['is', 'it'] : ['are', 'one'];
  return `${module} imports ${list(imports)}, which ${verb} not served by this version of slight: the run ends where the guest calls ${them}.`;
}

/** What is told of a server that could not be stopped; undefined for anything else. */
function stopFailure({
  state,
  resource,
  rung,
  address,
  reasons = [],
}: Extract<TraceEvent, { type: 'backend' }>): string | undefined {
  if (state !== 'failed') return undefined;
  const what = rung === 'container' ? 'container' : 'local server';
  const on = address === undefined ? '' : ` on ${address}`;
  return `the ${what} of ${resource}${on} could not be stopped: ${reasons.join(' ')}. Stop it with slight down.`;
}
