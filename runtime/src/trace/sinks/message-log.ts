/** The log of messages: a line for each that the guest is done with, and for what keeps them from coming; of changes that a watcher is told of, for each that it fails for. */
import { quote } from '@slight/text/words.ts';
import pc from 'picocolors';
import { printableLine } from '../../terminal/printable.ts';
import type { LastError, TraceEvent } from '../events.ts';
import { describeError } from './last-error.ts';
import { time } from './time.ts';

type Event<Type> = Extract<TraceEvent, { type: Type }>;

export interface MessageLog {
  readonly message: (event: Event<'message'>) => void;
  readonly handled: (event: Event<'handled'>) => void;
  readonly interrupted: (event: Event<'interrupted'>) => void;
  readonly change: (event: Event<'change'>) => void;
  readonly told: (event: Event<'told'>) => void;
}

/**
 *     slight  orders.new handled 1.2 ms
 *     slight  orders.new failed 30.1 ms: The guest ran into `unreachable`. It comes again in 1 s.
 *       The last error that a capability gave it: keyvalue.get of "orders": there is no key "a"
 *
 * @param quiet only the messages that were not handled, with why
 */
export function messageLog(quiet: boolean, write: (line: string) => void): MessageLog {
  const underWay = new Map<number, string>();
  const changes = new Map<number, string>();
  const tellLast = (last: LastError | undefined) => {
    if (!quiet && last)
      write(`  The last error that a capability gave it: ${printableLine(describeError(last))}\n`);
  };
  return {
    message: ({ message, topic }) => void underWay.set(message, shown(topic)),
    handled({ message, duration, reason, again, cut, last }) {
      const topic = underWay.get(message) ?? '';
      underWay.delete(message);
      const took = pc.dim(time(duration));
      if (reason === undefined) {
        if (!quiet) write(`${pc.dim('slight')}  ${topic} ${pc.green('handled')} ${took}\n`);
        return;
      }
      if (cut) {
        if (!quiet) write(`${pc.dim('slight')}  ${topic} ${pc.dim('cut short, and comes again')} ${took}\n`);
        return;
      }
      const when = again === undefined ? 'It comes again.' : `It comes again in ${again / 1000} s.`;
      const why = `${toldOf(reason)} ${when}`;
      write(
        quiet
          ? `slight: ${topic} failed: ${why}\n`
          : `${pc.dim('slight')}  ${topic} ${pc.red('failed')} ${took}: ${why}\n`,
      );
      tellLast(last);
    },
    change: ({ change, name, key }) =>
      void changes.set(change, printableLine(`${quote(key)} of ${quote(name)}`)),
    told({ change, reason, last }) {
      const what = changes.get(change) ?? '';
      changes.delete(change);
      if (reason === undefined) return;
      write(`slight: The watcher failed that was told of ${what}: ${toldOf(reason)}\n`);
      tellLast(last);
    },
    interrupted: ({ topic, reason }) =>
      write(
        `slight: No messages of ${quote(topic)} come: ${sentence(printableLine(reason))} It is tried again until they do.\n`,
      ),
  };
}

function shown(topic: string): string {
  return printableLine(topic.length > 256 ? `${topic.slice(0, 256)}…` : topic);
}

/** How much of a reason is told, in characters: a guest may say as much as it likes. The trace has all of it. */
const mostTold = 500;

/** A reason as a sentence on one line. */
function toldOf(reason: string): string {
  if (reason.length <= mostTold) return sentence(printableLine(reason));
  // not between the halves of a character
  const kept = reason.slice(0, mostTold).replace(/[\ud800-\udbff]$/, '');
  return `${printableLine(kept)}… (${mostTold} of ${reason.length} characters).`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
