/** What reads partitions of one topic ahead of who takes their messages. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { fetchV12 } from '@platformatic/kafka';
import type { Cluster, Lane } from './cluster.ts';
import { answerOf } from './failure.ts';
import type { requests as all } from './library.ts';
import { messagesOf } from './records.ts';
import type { Fetched } from './records.ts';
import type { Topics } from './topics.ts';

export interface Reader extends AsyncDisposable {
  /** Reads these partitions from now on, and no others. One that it reads already goes on where it is. */
  follow(from: ReadonlyMap<number, bigint>): void;
  /** What was read first and nobody has taken, of the partitions in turn. */
  take(): { readonly partition: number; readonly fetched: Fetched } | undefined;
  /**
   * Asks for more: done when something may be there to be taken, or nothing came for a while.
   * @throws what the client throws; CapabilityError
   */
  fetch(): Promise<void>;
}

export interface ReaderOptions {
  readonly topic: string;
  readonly cluster: Cluster;
  readonly topics: Topics;
  readonly requests: typeof all;
}

interface Place {
  /** The offset to read next. */
  next: bigint;
  readonly read: Fetched[];
}

/** How long a broker waits for a message before it answers that there is none, at most, in milliseconds. */
const longestWait = 5_000;

/** How much is read ahead at a time, in bytes: of a partition, and in all. One message that is larger comes alone. */
const aheadOfOne = 1_000_000;
const aheadOfAll = 8_000_000;

/** Kafka's numbers: only what is not taken back; no session; and the place of the first message that is kept. */
const readCommitted = 1;
const withoutSession = [0, -1] as const;
const earliest = -2n;

/** Kafka's error codes of a partition that another broker leads, or is about to. */
const moved = new Set([3, 5, 6, 9, 74, 75, 100]);
const outOfRange = 1;

const pauseMs = 100;

export function openReader({ topic, cluster, topics, requests }: ReaderOptions): Reader {
  let lane: Lane = cluster.lane();
  let places = new Map<number, Place>();
  let underWay = new Map<number, Promise<void>>();
  const waitMs = Math.min(longestWait, cluster.deadlines.command / 2);

  const firstOf = async (node: number, partition: number): Promise<bigint> => {
    const asked = [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp: earliest }];
    const answer = await lane.ask(node, requests.listOffsets, [
      -1,
      readCommitted,
      [{ name: topic, partitions: asked }],
    ]);
    return answer.topics[0]?.partitions[0]?.offset ?? 0n;
  };
  const ask = async (node: number, those: ReadonlyMap<number, Place>): Promise<fetchV12.FetchResponse> => {
    const partitions = Array.from(those, ([partition, { next }]) => ({
      ...{ partition, fetchOffset: next, partitionMaxBytes: aheadOfOne },
      ...{ currentLeaderEpoch: -1, lastFetchedEpoch: -1 },
    }));
    const wanted = [{ topicId: topic, partitions }];
    try {
      return await lane.ask(
        node,
        requests.fetch,
        [waitMs, 1, aheadOfAll, readCommitted, ...withoutSession, wanted, [], ''],
        waitMs + cluster.deadlines.command,
      );
    } catch (error) {
      const answer = answerOf(error) as fetchV12.FetchResponse | undefined;
      // of one partition, and not of all
      if (
        answer?.errorCode === 0 &&
        answer.responses.every(({ partitions: told }) => told.every(isUnderstood))
      )
        return answer;
      topics.forget(topic);
      throw error;
    }
  };
  const fetchFrom = async (node: number, those: ReadonlyMap<number, Place>): Promise<void> => {
    const { responses } = await ask(node, those);
    let isMoved = false;
    for (const told of responses.flatMap(({ partitions }) => partitions)) {
      const place = those.get(told.partitionIndex);
      if (!place || places.get(told.partitionIndex) !== place) continue;
      if (told.errorCode === outOfRange) place.next = await firstOf(node, told.partitionIndex);
      else if (told.errorCode !== 0) isMoved = true;
      else {
        const { messages, next } = messagesOf(told, place.next, topic);
        place.read.push(...messages);
        place.next = next;
      }
    }
    if (!isMoved) return;
    topics.forget(topic);
    await sleep(pauseMs);
  };
  const begin = (node: number, those: ReadonlyMap<number, Place>) => {
    const under = fetchFrom(node, those).finally(() => {
      if (underWay.get(node) === under) underWay.delete(node);
    });
    // who waits is told; it may be that nobody does any more
    under.catch(() => undefined);
    underWay.set(node, under);
  };

  return {
    follow(from) {
      const isNew = Array.from(from.keys()).some((partition) => !places.has(partition));
      places = new Map(
        Array.from(from, ([partition, next]) => [partition, places.get(partition) ?? { next, read: [] }]),
      );
      if (!isNew || underWay.size === 0) return;
      // what a broker was asked for without the new ones would keep the next question waiting
      void lane[Symbol.asyncDispose]();
      lane = cluster.lane();
      underWay = new Map();
    },

    take() {
      for (const [partition, place] of places) {
        const fetched = place.read.shift();
        if (!fetched) continue;
        // the others first, the next time
        places.delete(partition);
        places.set(partition, place);
        return { partition, fetched };
      }
      return undefined;
    },

    async fetch() {
      const leaders = await topics.leaders(topic);
      const wanted = Map.groupBy(places, ([partition]) => leaders[partition] ?? -1);
      for (const [node, those] of wanted) {
        const empty = those.filter(([, { read }]) => read.length === 0);
        if (empty.length > 0 && !underWay.has(node)) begin(node, new Map(empty));
      }
      await (underWay.size > 0 ? Promise.race(underWay.values()) : sleep(waitMs, undefined, { ref: false }));
    },

    [Symbol.asyncDispose]: () => lane[Symbol.asyncDispose](),
  };
}

function isUnderstood({ errorCode }: fetchV12.FetchResponsePartition): boolean {
  return errorCode === 0 || errorCode === outOfRange || moved.has(errorCode);
}
