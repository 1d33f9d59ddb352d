/** The topics of a cluster: how many partitions each has, and which broker leads each; made where they are not there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { metadataV12 } from '@platformatic/kafka';
import { CapabilityError } from '../../../ports/errors.ts';
import { noTopic, requireTopic } from '../topics.ts';
import { kafkaAt } from './address.ts';
import type { Cluster, Lane } from './cluster.ts';
import { answerOf, isNamed, namesOf } from './failure.ts';
import type { requests as all } from './library.ts';

export interface Topics {
  /**
   * The brokers that lead a topic's partitions, by the partitions' numbers: one at least. It makes the topic where it is
   * not there and the brokers let it.
   * @param partitions how many a topic gets that is made. Default: as many as the brokers give it
   * @throws CapabilityError `queue-or-topic-not-found` where it is not there and cannot be made; what the client throws
   */
  leaders(topic: string, partitions?: number): Promise<readonly number[]>;
  /** What was known of it is no longer so. */
  forget(topic: string): void;
}

/** How long it is believed what brokers told, in milliseconds: a topic may get more partitions. */
const believedMs = 30_000;

/** Kafka's error codes of a topic. */
const unknownTopic = 3;
const invalidTopic = 17;
const notAllowed = 29;

/** How long brokers are left alone that do not know yet, in milliseconds. */
const pauseMs = 50;

interface Known {
  readonly leaders: readonly number[];
  readonly since: number;
}

/** @throws CapabilityError where it is no name of a topic: Kafka has files of that name */
export function requireName(topic: string): void {
  requireTopic(topic);
  if (!/^[\w.-]{1,249}$/.test(topic) || /^\.{1,2}$/.test(topic))
    throw noTopic(
      `${JSON.stringify(topic.slice(0, 250))} is no topic of Kafka: up to 249 letters of ASCII, digits, ".", "_" and "-".`,
    );
}

export function openTopics(cluster: Cluster, lane: Lane, requests: typeof all): Topics {
  const { address, deadlines } = cluster;
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<readonly number[]>>();

  /** @param make whether the brokers may make it by themselves; of old ones each does as it is configured to */
  const look = async (topic: string, make: boolean) => {
    const answer = await lane
      .ask('any', requests.metadata, [[topic], make, false])
      .catch((error: unknown) => {
        const told = answerOf(error) as metadataV12.MetadataResponse | undefined;
        if (!told) throw error;
        return told;
      });
    cluster.learn(answer.brokers);
    const [{ errorCode, partitions } = { errorCode: unknownTopic, partitions: [] }] = answer.topics;
    return { controller: answer.controllerId, errorCode, partitions };
  };

  const create = async (topic: string, partitions: number, controller: number): Promise<void> => {
    const node = controller < 0 ? 'any' : controller;
    const wanted = {
      name: topic,
      numPartitions: partitions,
      replicationFactor: -1,
      assignments: [],
      configs: [],
    };
    try {
      await lane.ask(node, requests.createTopics, [[wanted], deadlines.command, false]);
    } catch (error) {
      if (isNamed(error, 'TOPIC_ALREADY_EXISTS')) return;
      const [name] = namesOf(error);
      // they may be chosen anew, or have too much to do
      if (name === undefined || /^(NOT_CONTROLLER|REQUEST_TIMED_OUT|THROTTLING_QUOTA_EXCEEDED)$/.test(name))
        throw error;
      throw notMade(topic, name);
    }
  };
  const notMade = (topic: string, why: string) =>
    noTopic(
      `${kafkaAt(address)} has no topic ${topic}, and does not let slight make it (${why}). Make it there: kafka-topics.sh --create --topic ${topic}.`,
    );

  const find = async (topic: string, partitions: number): Promise<readonly number[]> => {
    const deadline = performance.now() + deadlines.command;
    let isMade = false;
    for (;;) {
      const found = await look(topic, isMade && !(await lane.knows('any', requests.createTopics)));
      const leaders: number[] = [];
      for (const one of found.partitions) leaders[one.partitionIndex] = one.leaderId;
      if (found.errorCode === 0 && leaders.length > 0 && !leaders.includes(-1)) {
        known.set(topic, { leaders, since: performance.now() });
        return leaders;
      }
      if (found.errorCode === unknownTopic && !isMade) {
        isMade = true;
        if (await lane.knows('any', requests.createTopics)) await create(topic, partitions, found.controller);
        continue;
      }
      if (found.errorCode === invalidTopic)
        throw noTopic(`${kafkaAt(address)} does not take ${topic} as a topic's name.`);
      if (found.errorCode === notAllowed)
        throw new CapabilityError(
          'insufficient-permissions',
          `${kafkaAt(address)} does not allow this user to use the topic ${topic}.`,
        );
      if (performance.now() > deadline) {
        if (found.errorCode === unknownTopic) throw notMade(topic, 'auto.create.topics.enable');
        throw new CapabilityError(
          'service-unavailable',
          `${kafkaAt(address)} has no leader for the topic ${topic} yet.`,
        );
      }
      await sleep(pauseMs);
    }
  };

  return {
    leaders(topic, partitions = -1) {
      const one = known.get(topic);
      if (one && performance.now() - one.since < believedMs) return Promise.resolve(one.leaders);
      const under = asking.get(topic) ?? find(topic, partitions).finally(() => asking.delete(topic));
      asking.set(topic, under);
      return under;
    },
    forget: (topic) => void known.delete(topic),
  };
}
