/** What receives from one consumer of JetStream, over whatever connection there is. */
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Delivery, Received, Subscription } from '../../../ports/messaging.ts';
import type { Connection, Link } from '../../nats/connection.ts';
import { untilDeleted } from '../../nats/stream.ts';
import { orAborted } from '../or-aborted.ts';

/** How long one question for a message stays at the server, in milliseconds. */
const askMs = 5_000;

/** How often the server is told that a message is still worked on: three times before it gives it to another. In milliseconds. */
const workingMs = 3_000;

export interface ConsumerOptions {
  /** Finds the consumer, or makes it: called for each connection, and where the server does not have it any more. */
  readonly find: (link: Link) => Promise<Consumer>;
  readonly received: (message: JsMsg) => Received;
  /** What is told where the connection has gone. */
  readonly lost: () => CapabilityError;
  /** Called at the end. */
  readonly left: () => Promise<void>;
}

export interface Receiver extends Subscription {
  /** Looks for the consumer anew, and makes it where the server does not have it; who asks meanwhile gets the same. */
  find(link: Link): Promise<Consumer>;
  /** Whether that is under way. */
  isFinding(): boolean;
}

export function receiveFrom(
  connection: Connection,
  { find, received, lost, left }: ConsumerOptions,
): Receiver {
  const finding = new Map<Link, Promise<Consumer>>();
  const consumers = new WeakMap<Link, Promise<Consumer>>();
  const held = new Set<JsMsg>();
  /** When the server made the consumer that was found last. */
  let made: string | undefined;
  let asked: Promise<{ readonly link: Link; readonly message: JsMsg } | undefined> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const consumerOf = (link: Link): Promise<Consumer> => {
    return consumers.get(link) ?? findAgain(link);
  };
  const findAgain = (link: Link): Promise<Consumer> => {
    const known = finding.get(link);
    if (known) return known;
    const found = look(link).finally(() => finding.delete(link));
    finding.set(link, found);
    consumers.set(link, found);
    found.catch(() => consumers.delete(link));
    return found;
  };
  const look = async (link: Link): Promise<Consumer> => {
    const consumer = await find(link);
    const { created } = await consumer.info(true);
    // what is held is gone with the one that it came from: its number is that of another message now
    if (made !== undefined && created !== made) held.forEach(forget);
    made = created;
    return consumer;
  };
  const nextOf = async (link: Link) => (await consumerOf(link)).next({ expires: askMs });
  const ask = () =>
    connection.run(async (link) => {
      const message = await nextOf(link).catch(async (error: unknown) => {
        if (!isWithoutConsumer(error)) throw error;
        // somebody deleted it, or its stream
        await untilDeleted();
        consumers.delete(link);
        return nextOf(link);
      });
      return message === null ? undefined : { link, message };
    });
  const keep = (message: JsMsg) => {
    held.add(message);
    timer ??= setInterval(() => held.forEach((one) => one.working()), workingMs).unref();
  };
  const forget = (message: JsMsg) => {
    const had = held.delete(message);
    if (held.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    return had;
  };
  const deliveryOf = (message: JsMsg, from: Link): Delivery => ({
    message: received(message),
    accept: () => {
      if (!forget(message)) return Promise.resolve();
      return connection.run((link) => {
        // over another connection it comes again
        if (link !== from) return Promise.reject(lost());
        message.ack();
        return Promise.resolve();
      });
    },
    release: () => {
      if (forget(message) && !from.isClosed) message.nak();
      return Promise.resolve();
    },
  });

  return {
    find: findAgain,
    isFinding: () => finding.size > 0,
    async receive(signal) {
      for (;;) {
        signal.throwIfAborted();
        // what was asked for by a wait that was given up is what this one gets
        asked ??= ask();
        asked.catch(() => undefined);
        const one = asked;
        const got = await orAborted(one, signal).catch((error: unknown) => {
          if (!signal.aborted && asked === one) asked = undefined;
          throw error;
        });
        if (asked === one) asked = undefined;
        if (!got) continue;
        keep(got.message);
        return deliveryOf(got.message, got.link);
      }
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      void asked?.then(
        (got) => got?.message.nak(),
        () => undefined,
      );
      clearInterval(timer);
      for (const message of held) message.nak();
      held.clear();
      await left();
    },
  };
}

/**
 * Whether the server may not have the consumer any more: it says so to who waits as it is deleted, and to who asks later
 * it says nothing at all.
 */
function isWithoutConsumer(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^JetStream(?:Status)?Error$/.test(error.name) &&
    /^(?:consumer deleted|stream deleted|no responders|heartbeats missed)$/.test(error.message)
  );
}
