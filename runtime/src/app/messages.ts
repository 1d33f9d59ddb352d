/** The messages that a guest handles: events when one comes and when it is done with, and how many are under way. */
import type { Received } from '../ports/messaging.ts';
import { preview } from '../trace/preview.ts';
import type { Trace } from '../trace/trace.ts';
import type { AtWork } from './at-work.ts';
import { lastError } from './last-error.ts';
import type { MessageSource } from './sources.ts';

/** How it went with one. */
export interface HandledMessage {
  /** Why it was not handled; absent where it was. */
  readonly reason?: string;
  /** In how many milliseconds it is given back to come again; absent: at once. */
  readonly again?: number;
  /** The run ended before its guest was done with it. */
  readonly cut?: true;
}

export interface Messages {
  readonly underWay: number;
  /** Has one handled: what is called meanwhile is told as its own. `run` does not fail. */
  observe(
    from: Pick<MessageSource, 'name'>,
    message: Received,
    run: () => Promise<HandledMessage>,
  ): Promise<void>;
}

export function createMessages(trace: Trace, { lastFailure }: Pick<AtWork, 'lastFailure'>): Messages {
  let underWay = 0;
  let last = 0;

  const come = ({ name }: Pick<MessageSource, 'name'>, { topic, body }: Received) => {
    const message = ++last;
    const shown = preview(body, trace.masking);
    return { message, seq: trace.emit({ type: 'message', message, name, topic, body: shown }) };
  };
  const done = (received: Received, message: number, start: number, handled: HandledMessage) => {
    const { reason, cut } = handled;
    const failure = reason === undefined || cut ? undefined : lastFailure(received);
    trace.emit({
      type: 'handled',
      message,
      duration: performance.now() - start,
      ...handled,
      ...(failure && { last: lastError(failure) }),
    });
  };
  return {
    get underWay() {
      return underWay;
    },
    async observe(from, received, run) {
      underWay += 1;
      const room = trace.room();
      if (room) await room;
      const start = performance.now();
      if (trace.requests) {
        const { message, seq } = come(from, received);
        done(received, message, start, await (trace.enabled ? trace.during(seq, run) : run()));
      } else {
        const handled = await run();
        if (handled.reason !== undefined) done(received, come(from, received).message, start, handled);
      }
      underWay -= 1;
    },
  };
}
