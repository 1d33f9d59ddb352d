/**
 * messaging.confluent_apache_kafka: topics of Kafka. Each subscription without a group is a consumer group of its own, and
 * what a group has accepted are its committed offsets; the queue of a name is a topic of one partition, and of one group.
 */
import { createHash } from 'node:crypto';
import type { Messaging, Subscription } from '../../ports/messaging.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { kafkaAddress } from './confluent_apache_kafka/address.ts';
import { openCluster } from './confluent_apache_kafka/cluster.ts';
import { failure } from './confluent_apache_kafka/failure.ts';
import { openGroup } from './confluent_apache_kafka/group.ts';
import { openPublisher } from './confluent_apache_kafka/publisher.ts';
import type { PublisherOptions } from './confluent_apache_kafka/publisher.ts';
import { openReceiver } from './confluent_apache_kafka/receiver.ts';
import type { ReceiverOptions } from './confluent_apache_kafka/receiver.ts';
import { openTopics, requireName } from './confluent_apache_kafka/topics.ts';
import { usualDeadlines } from '../deadlines.ts';
import type { Deadlines } from '../deadlines.ts';
import { messagingOptions } from './options.ts';
import { openPlaces } from './places.ts';

export const provider: Provider<Messaging> = { open: openKafka };

export async function openKafka(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal' | 'folder'>,
  deadlines: Deadlines = usualDeadlines,
): Promise<Messaging & AsyncDisposable> {
  const options = messagingOptions(configs);
  const address = kafkaAddress(configs);
  const library = await import('./confluent_apache_kafka/library.ts');
  const { requests } = library;
  await using opened = new AsyncDisposableStack();
  const cluster = opened.use(openCluster(address, deadlines, context.signal));
  const places = opened.use(openPlaces(context));
  const lane = cluster.lane();
  const publishing = cluster.lane();
  const topics = openTopics(cluster, lane, requests);
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw failure(error, address);
    }
  };
  const publisher = (partitions: PublisherOptions['partitions'], made?: number) =>
    openPublisher({
      cluster,
      lane: publishing,
      topics,
      requests,
      partitions,
      ...(made !== undefined && { made }),
    });
  const inOrder = publisher('one');
  const receive = async (
    topic: string,
    group: string | undefined,
    given: Pick<ReceiverOptions, 'toldAs' | 'from'> & { readonly made?: number },
  ): Promise<Subscription> => {
    const place = await places.take(group === undefined ? topic : JSON.stringify([group, topic]));
    const name = `slight-${place.name}`;
    return openReceiver({
      ...{ cluster, topics, lane, library, topic, ...given },
      group: openGroup(group ?? name, cluster, lane, requests),
      ...(group !== undefined && { member: name }),
      left: async () => place[Symbol.asyncDispose](),
    });
  };
  cluster.learn((await told(lane.ask('any', requests.metadata, [[], false, false]))).brokers);

  const kept = opened.move();
  return {
    receiveTimeout: options.receiveTimeout,

    async publish(topic, message) {
      requireName(topic);
      await told(inOrder.publish(topic, message));
    },

    subscribe: async (topic, { group = options.group } = {}) => {
      requireName(topic);
      return receive(topic, group, { toldAs: topic, from: 'now' });
    },

    async queue() {
      const topic = `slight-queue-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
      // one partition keeps the order; where somebody gives it more, as many receivers are at work at once
      const made = 1;
      const sender = publisher('each', made);
      const receiver = await receive(topic, topic, { toldAs: name, made, from: 'the start' });
      return { ...receiver, send: (message) => told(sender.publish(topic, message)) };
    },

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
