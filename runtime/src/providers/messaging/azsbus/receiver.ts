/** What receives from a queue or a subscription, over whatever connection there is: each message is locked until it is settled. */
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Delivery, Received, Subscription } from '../../../ports/messaging.ts';
import { orAborted } from '../or-aborted.ts';
import type { Connection, Link } from './connection.ts';
import type { Source } from './entities.ts';
import { isDetached } from './failure.ts';

/** How long it is waited at least and at most before a lock is renewed, which is at its half. In milliseconds. */
const [soon, late] = [1_000, 10_000];

export interface ReceiverOptions {
  readonly source: Source;
  readonly topic: string;
  /** How long one question for a message stays at the server, in milliseconds. */
  readonly askMs: number;
  /** What is told where the connection has gone. */
  readonly lost: () => CapabilityError;
  /** Called at the end. */
  readonly left: () => Promise<void>;
}

interface Held {
  readonly link: Link;
  readonly message: ServiceBusReceivedMessage;
  /** Until its lock is renewed. */
  timer?: NodeJS.Timeout;
}

export function receiveFrom(
  connection: Connection,
  { source, topic, askMs, lost, left }: ReceiverOptions,
): Subscription {
  const receivers = new WeakMap<Link, ServiceBusReceiver>();
  /** What nobody has accepted or released yet; it may not have been taken yet, where its wait was given up. */
  const held = new Set<Held>();
  let asked: Promise<Held | undefined> | undefined;
  /** The server may end a link that is idle: it is made again, once for each message. */
  let wasDetached = false;
  const closing = new AbortController();

  const receiverOf = (link: Link): ServiceBusReceiver => {
    const known = receivers.get(link);
    if (known) return known;
    // the client renews locks by the id of a message, which not every message has
    const options = { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true };
    const { entity, subscription } = source;
    const made =
      subscription === undefined
        ? link.client.createReceiver(entity, options)
        : link.client.createReceiver(entity, subscription, options);
    receivers.set(link, made);
    return made;
  };
  const renew = async (one: Held) => {
    const { link, message } = one;
    if (connection.current !== link) return;
    // where it cannot be, the message is told to be lost when it is accepted
    const until = await connection
      .run(() => receiverOf(link).renewMessageLock(message))
      .catch(() => undefined);
    if (until && held.has(one)) renewBefore(one, until);
  };
  const renewBefore = (one: Held, until: Date | undefined) => {
    // by another clock than this machine's
    const left = until ? until.getTime() - Date.now() : 0;
    one.timer = setTimeout(() => void renew(one), Math.min(Math.max(left / 2, soon), late)).unref();
  };
  const keep = (one: Held) => {
    held.add(one);
    renewBefore(one, one.message.lockedUntilUtc);
  };
  const forget = (one: Held): boolean => {
    clearTimeout(one.timer);
    return held.delete(one);
  };
  const release = async ({ link, message }: Held) => {
    // of another connection, the server finds out
    if (connection.current === link)
      await connection.run(() => receiverOf(link).abandonMessage(message)).catch(() => undefined);
  };
  const ask = async () => {
    const got = await connection.run(async (link): Promise<Held | undefined> => {
      const receiver = receiverOf(link);
      const { abortSignal } = link;
      const asking = receiver.receiveMessages(1, { maxWaitTimeInMs: askMs, abortSignal });
      const [message] = await asking.catch(async (error: unknown) => {
        if (!isDetached(error)) throw error;
        // with the same receiver, the client would settle by the new link what came by the old
        receivers.delete(link);
        await receiver.close();
        if (wasDetached) throw error;
        wasDetached = true;
        return [];
      });
      if (message) wasDetached = false;
      return message && { link, message };
    }, askMs);
    if (got && closing.signal.aborted) await release(got);
    else if (got) keep(got);
    return got;
  };
  const deliveryOf = (one: Held): Delivery => ({
    message: received(one.message, topic),
    async accept() {
      if (!forget(one)) return;
      if (connection.current !== one.link) throw lost();
      await connection.run(() => receiverOf(one.link).completeMessage(one.message));
    },
    async release() {
      if (forget(one)) await release(one);
    },
  });

  return {
    async receive(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (closing.signal.aborted) throw lost();
        // what was asked for by a wait that was given up is what this one gets
        asked ??= ask();
        asked.catch(() => undefined);
        const one = asked;
        const got = await orAborted(one, signal).catch((error: unknown) => {
          if (!signal.aborted && asked === one) asked = undefined;
          throw error;
        });
        if (asked === one) asked = undefined;
        if (got) return deliveryOf(got);
      }
    },
    async [Symbol.asyncDispose]() {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all(Array.from(held, (one) => (forget(one), release(one))));
      if (connection.current && receivers.has(connection.current))
        await connection.run(async (link) => receivers.get(link)?.close()).catch(() => undefined);
      await left();
    },
  };
}

function received({ body, replyTo }: ServiceBusReceivedMessage, topic: string): Received {
  return { topic, body: bytesOf(body), ...(replyTo !== undefined && replyTo !== '' && { replyTo }) };
}

/** Others may send values of AMQP in the place of bytes. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (body === undefined || body === null) return new Uint8Array();
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
