/** Where the partitions of a topic end at the moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './cluster.ts';
import { isNamed } from './failure.ts';
import type { requests as all } from './library.ts';
import type { Topics } from './topics.ts';

/** Kafka's numbers: not only what is not taken back; and the place after the last message. */
const readUncommitted = 0;
const latest = -1n;

/** How often a partition's new leader is looked for, and how long it is waited for at first, in milliseconds. */
const attempts = 5;
const pauseMs = 50;

/**
 * The offset that the next message of each partition gets.
 * @param made how many partitions the topic gets where it is made
 * @throws what the client throws; CapabilityError
 */
export async function endsOf(
  topic: string,
  made: number | undefined,
  topics: Topics,
  lane: Lane,
  requests: typeof all,
): Promise<ReadonlyMap<number, bigint>> {
  for (let attempt = 1; ; attempt++) {
    const leaders = await topics.leaders(topic, made);
    const byNode = Map.groupBy(leaders.entries(), ([, node]) => node);
    const ask = async ([node, those]: [number, [number, number][]]) => {
      const partitions = those.map(([partitionIndex]) => ({
        ...{ partitionIndex, currentLeaderEpoch: -1, timestamp: latest },
      }));
      const answer = await lane.ask(node, requests.listOffsets, [
        -1,
        readUncommitted,
        [{ name: topic, partitions }],
      ]);
      return answer.topics.flatMap((one) => one.partitions);
    };
    try {
      const found = (await Promise.all(Array.from(byNode, ask))).flat();
      return new Map(found.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    } catch (error) {
      topics.forget(topic);
      const isMoved = isNamed(
        error,
        'NOT_LEADER_OR_FOLLOWER',
        'LEADER_NOT_AVAILABLE',
        'UNKNOWN_TOPIC_OR_PARTITION',
      );
      if (!isMoved || attempt === attempts) throw error;
      await sleep(attempt * pauseMs);
    }
  }
}
