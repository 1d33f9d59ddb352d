/**
 * messaging.azsbus: topics and queues of an Azure Service Bus namespace. Each subscription and each group is a subscription
 * of the topic; a message is locked while a guest works on it, and completed when it is accepted.
 */
import { randomUUID } from 'node:crypto';
import { CapabilityError } from '../../ports/errors.ts';
import type { Message, Messaging } from '../../ports/messaging.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { accountOf } from './azsbus/account.ts';
import { connectServiceBus } from './azsbus/connection.ts';
import type { Link } from './azsbus/connection.ts';
import { requireEntity, requireQueue, requireSubscription, requireTopicThere } from './azsbus/entities.ts';
import { subscriptionOf, topicOf } from './azsbus/entities.ts';
import { isMissing, isOtherClaim, lost } from './azsbus/failure.ts';
import { receiveFrom } from './azsbus/receiver.ts';
import { usualDeadlines } from '../deadlines.ts';
import type { Deadlines } from '../deadlines.ts';
import { messagingOptions } from './options.ts';
import { openPlaces } from './places.ts';

export const provider: Provider<Messaging> = { open: openServiceBus };

export async function openServiceBus(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal' | 'folder'>,
  deadlines: Deadlines = usualDeadlines,
): Promise<Messaging & AsyncDisposable> {
  const options = messagingOptions(configs);
  const account = accountOf(configs);
  await using opened = new AsyncDisposableStack();
  const connection = opened.use(await connectServiceBus(account, deadlines, context.signal));
  const places = opened.use(openPlaces(context));

  const senderOf = (link: Link, entity: string) => {
    const sender = link.senders.get(entity) ?? link.client.createSender(entity);
    link.senders.set(entity, sender);
    return sender;
  };
  const put = (entity: string, { body, replyTo }: Message) =>
    connection.run((link) => {
      const sent = {
        messageId: randomUUID(),
        body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
        ...(replyTo !== undefined && { replyTo }),
      };
      return senderOf(link, entity).sendMessages(sent, { abortSignal: link.abortSignal });
    });
  const receiver = (
    source: { entity: string; subscription?: string },
    topic: string,
    left: () => Promise<void>,
  ) => receiveFrom(connection, { source, topic, askMs: deadlines.command, lost: () => lost(account), left });

  // whether it is there, and takes the login, is found out by asking for a link
  await connection.run(async (link) => {
    try {
      await senderOf(link, name).createMessageBatch({ abortSignal: link.abortSignal });
    } catch (error) {
      if (!isMissing(error) && !isOtherClaim(error)) throw error;
    }
  });

  const kept = opened.move();
  return {
    receiveTimeout: options.receiveTimeout,

    async publish(topic, message) {
      const entity = topicOf(topic, name);
      try {
        await put(entity, message);
      } catch (error) {
        if (!(error instanceof CapabilityError) || error.case !== 'queue-or-topic-not-found') throw error;
        await requireTopicThere(connection, account, entity);
        await put(entity, message);
      }
    },

    async subscribe(topic, { group = options.group } = {}) {
      const entity = topicOf(topic, name);
      const place = group === undefined ? await places.take(topic) : undefined;
      const source = { entity, subscription: place?.name ?? subscriptionOf(group ?? '') };
      const subscription = receiver(source, topic, async () => place?.[Symbol.asyncDispose]());
      try {
        await requireSubscription(connection, account, source, place !== undefined);
        return subscription;
      } catch (error) {
        await subscription[Symbol.asyncDispose]();
        throw error;
      }
    },

    async queue() {
      requireEntity(name, 'queue');
      await requireQueue(connection, account, name);
      return {
        ...receiver({ entity: name }, name, () => Promise.resolve()),
        send: (message) => put(name, message),
      };
    },

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
