/** What receives from one consumer of JetStream, over whatever connection there is. */
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Delivery, Received, Subscription } from '../../../ports/messaging.ts';
import type { Connection, Link } from '../../nats/connection.ts';
import { orAborted } from '../or-aborted.ts';

/** How long one question for a message stays at the server, in milliseconds. */
const askMs = 5_000;

/** How often the server is told that a message is still worked on: three times before it gives it to another. In milliseconds. */
const workingMs = 3_000;

export interface ConsumerOptions {
  /** Finds the consumer, or makes it: called once for each connection. */
  readonly find: (link: Link) => Promise<Consumer>;
  readonly received: (message: JsMsg) => Received;
  /** What is told where the connection has gone. */
  readonly lost: () => CapabilityError;
  /** Called at the end. */
  readonly left: () => Promise<void>;
}

export function receiveFrom(
  connection: Connection,
  { find, received, lost, left }: ConsumerOptions,
): Subscription {
  const consumers = new WeakMap<Link, Promise<Consumer>>();
  const held = new Set<JsMsg>();
  let asked: Promise<{ readonly link: Link; readonly message: JsMsg } | undefined> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const consumerOf = (link: Link): Promise<Consumer> => {
    const known = consumers.get(link) ?? find(link);
    consumers.set(link, known);
    known.catch(() => consumers.delete(link));
    return known;
  };
  const ask = () =>
    connection.run(async (link) => {
      const consumer = await consumerOf(link);
      const message = await consumer.next({ expires: askMs });
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
