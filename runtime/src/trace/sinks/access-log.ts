/** The access log: a line for each request, and one more for why it was not answered. */
import pc from 'picocolors';
import { printableLine } from '../../terminal/printable.ts';
import type { TraceEvent } from '../events.ts';
import { describeError } from './last-error.ts';
import { time } from './time.ts';

type Event<Type> = Extract<TraceEvent, { type: Type }>;

export interface AccessLog {
  readonly request: (event: Event<'request'>) => void;
  readonly answer: (event: Event<'answer'>) => void;
  readonly refused: (event: Event<'refused'>) => void;
  /** Writes what is kept. */
  readonly flush: () => void;
}

/** What one write to a pipe that others write to as well keeps together (PIPE_BUF of Linux), in bytes. */
const mostAtOnce = 4096;

/** A path is shown up to here, in UTF-16 code units. */
const longest = 256;

/**
 *     slight  GET /items/7?… 200 1.2 ms
 *     slight  GET /reports 500 30.1 ms
 *       The guest ran into `unreachable`.
 *       The last error that a capability gave it: keyvalue.get of "orders": there is no key "a"
 *     slight  - 400
 *       The request cannot be understood: Invalid header token.
 *
 * The query is left out: it may hold what is in no log. The lines of one turn of the event loop are one write, which
 * costs as much as a request.
 * @param quiet only the requests that were not answered, with why
 */
export function accessLog(quiet: boolean, write: (text: string) => void): AccessLog {
  const underWay = new Map<number, string>();
  let kept = '';
  const flush = () => {
    if (kept === '') return;
    const text = kept;
    kept = '';
    write(text);
  };
  const keep = (line: string) => {
    if (kept.length + line.length > mostAtOnce) flush();
    if (kept === '') setImmediate(flush);
    kept += line;
  };
  return {
    request({ request, method, target }) {
      underWay.set(request, `${printableLine(method)} ${place(target)}`);
    },
    answer({ request, status, duration, reason, cut, last }) {
      const what = underWay.get(request) ?? '';
      underWay.delete(request);
      const line = `${what} ${statusText(status, cut)}`;
      if (!quiet) keep(`${pc.dim('slight')}  ${line} ${pc.dim(time(duration))}\n`);
      // one of the client's faults is all in its status
      if (reason === undefined || (status !== undefined && status >= 400 && status < 500)) return;
      const why = printableLine(reason);
      keep(quiet ? `slight: ${line}: ${why}\n` : `  ${why}\n`);
      if (!quiet && last)
        keep(`  The last error that a capability gave it: ${printableLine(describeError(last))}\n`);
    },
    refused({ method = '-', target, status, reason }) {
      if (quiet) return;
      const what = target === undefined ? printableLine(method) : `${printableLine(method)} ${place(target)}`;
      keep(`${pc.dim('slight')}  ${what} ${statusText(status)}\n  ${printableLine(reason)}\n`);
    },
    flush,
  };
}

function place(target: string): string {
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  const shown = path.length > longest ? `${path.slice(0, longest)}…` : path;
  return printableLine(query === -1 ? shown : `${shown}?…`);
}

/** The status in the colour of its class; in words where nobody waited for one. */
function statusText(status: number | undefined, cut = false): string {
  if (status === undefined) return pc.dim(cut ? 'cut short' : 'client gone');
  const colour = [pc.green, pc.green, pc.green, pc.cyan, pc.yellow][Math.floor(status / 100)] ?? pc.red;
  return colour(String(status));
}
