/** What publishes: the messages that come for a topic while others are under way go out together, in their order. */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../../ports/messaging.ts';
import type { Cluster, Lane } from './cluster.ts';
import { isNamed } from './failure.ts';
import type { requests as all } from './library.ts';
import { replyHeader } from './records.ts';
import type { Topics } from './topics.ts';

export interface Publisher {
  /** Done when all brokers that are to have it do. @throws what the client throws; CapabilityError */
  publish(topic: string, message: Message): Promise<void>;
}

export interface PublisherOptions {
  readonly cluster: Cluster;
  readonly lane: Lane;
  readonly topics: Topics;
  readonly requests: typeof all;
  /**
   * `one`: all that this one publishes to a topic is in one partition, and so in its order. `each`: in every partition in
   * turn, so that those who share a topic all have something to do.
   */
  readonly partitions: 'one' | 'each';
  /** How many partitions a topic gets that is made. Default: as many as the brokers give it. */
  readonly made?: number;
}

/** The most that goes out together, in bytes, where one message is not more by itself: half of what brokers take. */
const together = 500_000;

/** How often a partition's new leader is looked for, and how long it is waited for at first, in milliseconds. */
const attempts = 5;
const pauseMs = 50;

const waitsForAll = -1;

interface Waiting {
  readonly message: Message;
  readonly done: () => void;
  readonly fail: (reason: unknown) => void;
}

export function openPublisher(options: PublisherOptions): Publisher {
  const { cluster, lane, topics, requests, partitions, made } = options;
  const waiting = new Map<string, Waiting[]>();
  let turn = randomInt(2 ** 31);

  const send = async (topic: string, batch: readonly Waiting[]): Promise<void> => {
    const records = batch.map(({ message: { body, replyTo } }) => ({
      topic,
      value: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      ...(replyTo !== undefined && { headers: new Map([[replyHeader, Buffer.from(replyTo)]]) }),
    }));
    for (let attempt = 1; ; attempt++) {
      const leaders = await topics.leaders(topic, made);
      const partition = turn % leaders.length;
      try {
        const each = records.map((record) => ({ ...record, partition }));
        await lane.ask(leaders[partition] ?? -1, requests.produce, [
          waitsForAll,
          cluster.deadlines.command,
          each,
        ]);
        if (partitions === 'each') turn = (turn + 1) % 2 ** 31;
        return;
      } catch (error) {
        // who answers so has kept none of them
        const isMoved = isNamed(
          error,
          'NOT_LEADER_OR_FOLLOWER',
          'UNKNOWN_TOPIC_OR_PARTITION',
          'LEADER_NOT_AVAILABLE',
        );
        topics.forget(topic);
        if (!isMoved || attempt === attempts) throw error;
        await sleep(attempt * pauseMs);
      }
    }
  };
  const sendAll = async (topic: string, batch: readonly Waiting[]): Promise<void> => {
    try {
      await send(topic, batch);
      for (const { done } of batch) done();
    } catch (error) {
      if (batch.length > 1 && isNamed(error, 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'))
        for (const one of batch) await sendAll(topic, [one]);
      else for (const { fail } of batch) fail(error);
    }
  };
  const empty = async (topic: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) await sendAll(topic, queue.splice(0, batchLength(queue)));
    waiting.delete(topic);
  };

  return {
    publish(topic, message) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const one = { message, done: () => resolve(undefined), fail: reject };
      const queue = waiting.get(topic);
      if (queue) queue.push(one);
      else {
        const begun = [one];
        waiting.set(topic, begun);
        void empty(topic, begun);
      }
      return promise;
    },
  };
}

/** How many of them go out together: one at least. */
function batchLength(queue: readonly Waiting[]): number {
  let bytes = 0;
  const first = queue.findIndex(({ message }, index) => {
    bytes += message.body.length;
    return index > 0 && bytes > together;
  });
  return first < 0 ? queue.length : first;
}
