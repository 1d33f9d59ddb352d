/**
 * The entities of a namespace: topics, their subscriptions, queues. They are made where the policy may manage; where it may
 * not, they have to be there.
 */
import { createHash } from 'node:crypto';
import { CapabilityError } from '../../../ports/errors.ts';
import { noTopic, requireTopic } from '../topics.ts';
import type { Account } from './account.ts';
import type { Connection, Link } from './connection.ts';
import { cannotManage, isMissing, isTaken } from './failure.ts';

/** What is received from. */
export interface Source {
  /** A queue, where there is no subscription. */
  readonly entity: string;
  readonly subscription?: string;
}

/**
 * What is asked of a queue or a subscription that is made. How long a run that died keeps its messages from others; and no
 * message is set aside since it came too often, but by an emulator, which does that at the tenth time, and deletes nothing.
 */
function optionsOf({ management }: Account, isOwn: boolean) {
  return {
    lockDuration: 'PT30S',
    ...(!management && { maxDeliveryCount: 2_147_483_647, ...(isOwn && { autoDeleteOnIdle: 'P7D' }) }),
  };
}

/**
 * The topic of Service Bus. Queues and topics share their names there: the topic that is called as the queue of the
 * slightfile's name has another.
 * @throws CapabilityError where Service Bus could have none of that name
 */
export function topicOf(topic: string, name: string): string {
  requireTopic(topic);
  requireEntity(topic, 'topic');
  return topic.toLowerCase() === name.toLowerCase() ? `${topic}.topic` : topic;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftservicebus */
export function requireEntity(text: string, kind: 'queue' | 'topic'): void {
  if (text.length > 250 || !/^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$/i.test(text)) {
    throw noTopic(
      `${JSON.stringify(text)} is no ${kind} of Service Bus: up to 250 letters, digits and . - _ /, the first and the last a letter or a digit.`,
    );
  }
}

/** The subscription of a group: called as the group, where Service Bus can have one of that name. */
export function subscriptionOf(group: string): string {
  if (/^[a-z0-9]([a-z0-9._-]{0,48}[a-z0-9])?$/i.test(group)) return group;
  return `group-${createHash('sha256').update(group).digest('hex').slice(0, 32)}`;
}

/** Makes the topic and the subscription where they are not there. @param isOwn it goes when nobody uses it for a week */
export async function requireSubscription(
  connection: Connection,
  account: Account,
  { entity, subscription = '' }: Source,
  isOwn: boolean,
): Promise<void> {
  const { administration } = connection;
  const make = () =>
    administration.createSubscription(entity, subscription, {
      ...optionsOf(account, isOwn),
      ...connection.inTime(),
    });
  await connection.run(async (link) => {
    try {
      await make().catch(async (error: unknown) => {
        if (!isMissing(error)) throw error;
        await administration.createTopic(entity, connection.inTime()).catch(unlessTaken);
        return make();
      });
    } catch (error) {
      if (isTaken(error)) return;
      if (isMissing(error))
        throw noTopic(`${account.title} has ${entity} as a queue, and so it can be no topic. Name another.`);
      if (!cannotManage(error)) throw error;
      await requireThere(link, { entity, subscription }, account);
    }
  });
}

export async function requireTopicThere(
  connection: Connection,
  account: Account,
  topic: string,
): Promise<void> {
  await connection.run(async () => {
    try {
      await connection.administration.createTopic(topic, connection.inTime()).catch(unlessTaken);
    } catch (error) {
      if (cannotManage(error)) throw unmade(account, `the topic ${topic}`);
      throw error;
    }
  });
}

export async function requireQueue(connection: Connection, account: Account, queue: string): Promise<void> {
  await connection.run(async (link) => {
    try {
      await connection.administration.createQueue(queue, {
        ...optionsOf(account, false),
        ...connection.inTime(),
      });
    } catch (error) {
      if (isTaken(error)) return;
      if (!cannotManage(error)) throw error;
      await requireThere(link, { entity: queue }, account);
    }
  });
}

/** By looking at its first message, which takes the claim to listen alone. */
async function requireThere(link: Link, source: Source, account: Account): Promise<void> {
  const { entity, subscription } = source;
  const receiver =
    subscription === undefined
      ? link.client.createReceiver(entity)
      : link.client.createReceiver(entity, subscription);
  try {
    await receiver.peekMessages(1, { abortSignal: link.abortSignal });
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw unmade(
      account,
      subscription === undefined
        ? `the queue ${entity}`
        : `the topic ${entity} with the subscription ${subscription}`,
    );
  } finally {
    await receiver.close().catch(() => undefined);
  }
}

function unmade({ title, management }: Account, what: string): CapabilityError {
  const why = management
    ? 'cannot be asked to make it. Write it into the configuration of the emulator, or name the port of its management in AZURE_SERVICE_BUS_MANAGEMENT_PORT.'
    : 'the policy may not make it. Make it in Azure, or name a policy with the claim Manage in AZURE_POLICY_NAME.';
  return new CapabilityError('queue-or-topic-not-found', `${title} has not ${what}, and ${why}`);
}

function unlessTaken(error: unknown): void {
  if (!isTaken(error)) throw error;
}
