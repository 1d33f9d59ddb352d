/**
 * Has a guest handle messages: what comes to the topics is given to the function that it exports, and accepted when that
 * has returned. What the guest failed for is kept back for a while, so that nothing spins, and then released to come again;
 * the others go on meanwhile. How often it comes again is the broker's affair.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageHandler } from '../hosts/messaging/handlers.ts';
import { WitError } from '../hosts/values.ts';
import { HttpFault } from '../ports/http.ts';
import type { Delivery, Subscription } from '../ports/messaging.ts';
import type { Trace } from '../trace/trace.ts';
import type { AtWork } from './at-work.ts';
import { createAttempts } from './attempts.ts';
import type { HandledMessage, Messages } from './messages.ts';
import type { Pool } from './pool.ts';
import type { MessageSource } from './sources.ts';

export interface HandlingOptions {
  readonly handler: MessageHandler;
  readonly pool: Pick<Pool, 'use'>;
  readonly work: Pick<AtWork, 'begins'>;
  readonly messages: Messages;
  readonly trace: Trace;
  /** How many messages of one topic are handled at once: of 1, they are in their order. */
  readonly atOnce: number;
  /** How long the guest may take for one, in milliseconds; undefined: as long as it likes. */
  readonly timeout: number | undefined;
  /** Aborted when the run is to end at once, and all instances with it. */
  readonly ended: AbortSignal;
}

/** Disposing ends what is under way at once. */
export interface Handling extends AsyncDisposable {
  /** Takes no more messages, and lets those under way end for so long, in milliseconds. */
  close(grace: number): Promise<void>;
}

/** How long it is waited before a broker is asked again that could not give messages, in milliseconds. */
const brokenPause = 1_000;

/** How many messages of a topic are kept back at once: where all fail, no more are taken. */
const mostHeld = 16;

/** One topic that is subscribed to. */
interface Attended {
  readonly source: MessageSource;
  readonly topic: string;
  readonly subscription: Subscription;
}

/** @throws CapabilityError where a topic cannot be subscribed to; none is then */
export async function handleMessages(
  sources: readonly MessageSource[],
  options: HandlingOptions,
): Promise<Handling> {
  const { trace, atOnce } = options;
  await using made = new AsyncDisposableStack();
  const attended: Attended[] = [];
  for (const source of sources) {
    for (const topic of source.topics) {
      const subscription = made.use(await source.broker.subscribe(topic));
      attended.push({ source, topic, subscription });
    }
  }
  for (const { resource, name, topics } of sources) trace.emit({ type: 'handling', resource, name, topics });
  const subscriptions = made.move();
  const ending = new AbortController();
  const cut = new AbortController();
  const attempts = createAttempts();
  const turns = attended.map((one) => attend(one));

  async function attend(one: Attended): Promise<void> {
    const busy = new Set<Promise<void>>();
    const held = new Set<Promise<void>>();
    const during = (work: Promise<void>, among: Set<Promise<void>>) => {
      const tracked = work.finally(() => among.delete(tracked));
      among.add(tracked);
    };
    for (;;) {
      while (busy.size >= atOnce) await Promise.race(busy);
      while (held.size >= mostHeld) await Promise.race(held);
      const delivery = await nextOf(one);
      if (!delivery) break;
      during(
        options.messages.observe(one.source, delivery.message, async () => {
          const handled = await handle(one, delivery);
          if (handled.reason !== undefined) during(giveBack(delivery, handled), held);
          return handled;
        }),
        busy,
      );
    }
    await Promise.all(busy);
    await Promise.all(held);
  }

  /** The next message; undefined where no more are taken. */
  async function nextOf({ source, topic, subscription }: Attended): Promise<Delivery | undefined> {
    let told: string | undefined;
    for (;;) {
      try {
        return await subscription.receive(ending.signal);
      } catch (error) {
        if (ending.signal.aborted) return undefined;
        const reason = messageOf(error);
        if (reason !== told) trace.emit({ type: 'interrupted', name: source.name, topic, reason });
        told = reason;
        await pause(brokenPause);
      }
    }
  }

  async function handle({ source }: Attended, delivery: Delivery): Promise<HandledMessage> {
    const { handler, pool, work, timeout, ended } = options;
    const { message } = delivery;
    let reason: string | undefined;
    try {
      reason = await pool.use(
        async (instance) => {
          work.begins(instance, message);
          const args = [handler.argument(message, source.broker)];
          try {
            await instance.call(handler.interface, handler.function, args);
            return undefined;
          } catch (error) {
            // a guest that says that it failed is as good as before
            if (error instanceof WitError) return saidBy(error);
            throw error;
          }
        },
        { signal: cut.signal, timeout },
      );
      if (reason === undefined) await delivery.accept();
    } catch (error) {
      if (cut.signal.aborted || ended.aborted) return { reason: 'The run ended.', cut: true };
      reason = messageOf(error);
    }
    if (reason === undefined) {
      attempts.succeeded(message);
      return {};
    }
    const again = attempts.failed(message);
    return { reason, ...(!ending.signal.aborted && { again }) };
  }

  async function giveBack(delivery: Delivery, { again = 0 }: HandledMessage): Promise<void> {
    if (again > 0) await pause(again);
    await delivery.release();
  }

  /** Until the time is over, or no more messages are taken. */
  async function pause(time: number): Promise<void> {
    await sleep(time, undefined, { signal: ending.signal }).catch(() => undefined);
  }

  async function end(): Promise<void> {
    await Promise.all(turns);
    await subscriptions.disposeAsync();
  }

  return {
    async close(grace) {
      ending.abort();
      const timer = setTimeout(() => cut.abort(new Error('The run ended.')), grace);
      try {
        await end();
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      cut.abort(new Error('The run ended.'));
      await end();
    },
  };
}

function messageOf(error: unknown): string {
  const cause = error instanceof HttpFault ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** What the guest says of its failure: a text, or a case of a variant with one. */
function saidBy({ payload }: WitError): string {
  if (typeof payload === 'string') return `The guest returned an error: ${payload}`;
  const { tag, val } = (payload ?? {}) as { readonly tag?: unknown; readonly val?: unknown };
  const said = [tag, val].filter((part) => typeof part === 'string').join(': ');
  return said === '' ? 'The guest returned an error.' : `The guest returned an error: ${said}`;
}
