/**
 * messaging.nats: a topic is a subject of NATS. What is asked for is kept by JetStream (nats/streams.ts), each subscription
 * and each group a consumer of its own, so that what was not accepted comes again.
 */
import { createHash } from 'node:crypto';
import type { Consumer, ConsumerConfig, JsMsg } from '@nats-io/jetstream';
import { CapabilityError } from '../../ports/errors.ts';
import type { Message, Messaging, MessagingErrorCase, Received } from '../../ports/messaging.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { usualDeadlines } from '../deadlines.ts';
import type { Deadlines } from '../deadlines.ts';
import { connectNats } from '../nats/connection.ts';
import type { Link } from '../nats/connection.ts';
import { lost, serverAt } from '../nats/failure.ts';
import type { NatsWords } from '../nats/failure.ts';
import { isWithoutStream, untilDeleted } from '../nats/stream.ts';
import { receiveFrom } from './nats/consumer.ts';
import { openInbox } from './nats/inbox.ts';
import { openInterest } from './nats/interest.ts';
import { queueOf, streamOf } from './nats/streams.ts';
import { requireLiteral, requireSubject } from './nats/subjects.ts';
import { messagingOptions } from './options.ts';
import { keptFor, openPlaces } from './places.ts';

export const provider: Provider<Messaging> = { open: openNats };

const words: NatsWords<MessagingErrorCase> = {
  cases: {
    away: 'service-unavailable',
    lost: 'connection-lost',
    silent: 'service-unavailable',
    denied: 'insufficient-permissions',
    full: 'service-unavailable',
    tooLarge: 'payload-too-large',
    refused: 'unexpected-error',
  },
  carried: 'a message',
};

/** Where a message says at which topic its answer is awaited: JetStream has its own use of NATS's reply subject. */
const replyHeader = 'Reply-To';

/** In nanoseconds, as JetStream counts. */
const ackWait = 10e9;

export async function openNats(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal' | 'folder'>,
  deadlines: Deadlines = usualDeadlines,
): Promise<Messaging & AsyncDisposable> {
  const options = messagingOptions(configs);
  const { headers } = await import('../nats/library.ts');
  await using opened = new AsyncDisposableStack();
  const connection = opened.use(await connectNats(configs, words, deadlines, context.signal));
  const { address } = connection;
  const places = opened.use(openPlaces(context));
  const interest = openInterest();

  const requireAnswerable = ({ replyTo }: Message) => {
    if (replyTo) requireLiteral(replyTo);
  };
  const requireSize = ({ nats }: Link, { body }: Message) => {
    const most = nats.info?.max_payload ?? Infinity;
    if (body.length <= most) return;
    throw new CapabilityError(
      'payload-too-large',
      `${serverAt(address)} takes messages of up to ${most} bytes, and this one has ${body.length}. Raise its max_payload.`,
    );
  };
  const headersOf = ({ replyTo }: Message) => {
    if (replyTo === undefined) return {};
    const made = headers();
    made.set(replyHeader, replyTo);
    return { headers: made };
  };
  const put = async (link: Link, subject: string, message: Message) => {
    requireSize(link, message);
    await link.streams.publish(subject, message.body, {
      ...headersOf(message),
      timeout: deadlines.command,
    });
  };
  const consumerOf = async (
    link: Link,
    stream: string,
    config: Partial<ConsumerConfig>,
  ): Promise<Consumer> => {
    const durable = config.durable_name ?? '';
    const info = await link.admin.consumers.info(stream, durable).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ConsumerNotFoundError') return undefined;
      throw error;
    });
    if (!info) {
      await link.admin.consumers.add(stream, { ...config, ack_policy: 'explicit', ack_wait: ackWait });
    }
    return link.streams.consumers.get(stream, durable);
  };
  const received =
    (topic?: string) =>
    (message: JsMsg): Received => {
      const replyTo = message.headers?.get(replyHeader);
      return { topic: topic ?? message.subject, body: message.data, ...(replyTo && { replyTo }) };
    };

  const kept = opened.move();
  return {
    receiveTimeout: options.receiveTimeout,

    async publish(topic, message) {
      requireLiteral(topic);
      requireAnswerable(message);
      const send = async (link: Link, isDoubted = false) => {
        if (await interest.isKept(link, topic, isDoubted)) return put(link, topic, message);
        // nobody has asked for it by a stream: others of the server may have, without one
        requireSize(link, message);
        link.nats.publish(topic, message.body, {
          ...headersOf(message),
          ...(message.replyTo !== undefined && { reply: message.replyTo }),
        });
        await link.nats.flush();
      };
      await connection.run((link) =>
        send(link).catch(async (error: unknown) => {
          if (!isWithoutStream(error)) throw error;
          // somebody deleted it, or the server was started anew
          await untilDeleted();
          return send(link, true);
        }),
      );
    },

    async subscribe(topic, { group = options.group } = {}) {
      requireSubject(topic);
      const place = group === undefined ? await places.take(topic) : undefined;
      const durable = place?.name ?? `group-${hash(JSON.stringify([group, topic]))}`;
      const find = async (link: Link) => {
        const consumer = await consumerOf(link, await streamOf(link, topic), {
          durable_name: durable,
          filter_subject: topic,
          deliver_policy: 'new',
          // of a group that has a name, the user decides how long it is wanted
          ...(place && { inactive_threshold: keptFor * 1e6 }),
        });
        interest.changed();
        return consumer;
      };
      let open: Disposable | undefined;
      const subscription = receiveFrom(connection, {
        find,
        received: received(),
        lost: () => lost(address, words),
        left: async () => {
          open?.[Symbol.dispose]();
          await place?.[Symbol.asyncDispose]();
        },
      });
      try {
        await connection.run((link) => subscription.find(link));
        open = interest.add(topic, subscription);
        return subscription;
      } catch (error) {
        await subscription[Symbol.asyncDispose]();
        throw error;
      }
    },

    async queue() {
      const find = async (link: Link) => {
        const { stream } = await queueOf(link, name);
        return consumerOf(link, stream, { durable_name: 'receivers' });
      };
      const { subject } = await connection.run(async (link) => {
        await find(link);
        return queueOf(link, name);
      });
      const receiver = receiveFrom(connection, {
        find,
        received: received(name),
        lost: () => lost(address, words),
        left: () => Promise.resolve(),
      });
      return {
        ...receiver,
        async send(message) {
          requireAnswerable(message);
          await connection.run((link) =>
            put(link, subject, message).catch(async (error: unknown) => {
              if (!isWithoutStream(error)) throw error;
              await untilDeleted();
              await receiver.find(link);
              await put(link, subject, message);
            }),
          );
        },
      };
    },

    inbox: () => openInbox(connection, () => lost(address, words)),

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
