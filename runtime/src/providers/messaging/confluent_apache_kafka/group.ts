/** A consumer group at its coordinator, the broker that keeps what the group has accepted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Lane } from './cluster.ts';
import { isNamed, namesOf } from './failure.ts';
import type { Request, requests as all } from './library.ts';

/** Who speaks for a group: one of its members, or anybody while it has none. */
export interface Member {
  readonly id: string;
  readonly generation: number;
}

export const nobody: Member = { id: '', generation: -1 };

/** How far a group is with a partition. */
export interface Committed {
  /** The first that is not accepted. */
  readonly offset: bigint;
  /** What we have written beside it. */
  readonly note: string;
}

export interface Group {
  readonly id: string;
  /** Asks the coordinator, wherever it is at the moment. @throws what the client throws; CapabilityError */
  ask<A extends unknown[], R>(lane: Lane, request: Request<A, R>, args: A, deadline?: number): Promise<R>;
  /** How far it is with these partitions; those of which it knows nothing are left out. */
  committed(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Committed>>;
  commit(topic: string, offsets: ReadonlyMap<number, Committed>, as: Member): Promise<void>;
}

/** What a coordinator says that is another broker by now, or is about to be one. */
const moving = ['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS'];

const pauseMs = 100;

/** Kafka's number for the coordinator of a group, and not of a transaction. */
const ofGroup = 0;

export function openGroup(id: string, cluster: Cluster, own: Lane, requests: typeof all): Group {
  let coordinator: number | undefined;

  const find = async (): Promise<number> => {
    if (coordinator !== undefined) return coordinator;
    const { coordinators } = await own.ask('any', requests.findCoordinator, [ofGroup, [id]]);
    const [found] = coordinators;
    if (!found) throw new Error('the answer names no coordinator');
    cluster.learnOf(found);
    return (coordinator = found.nodeId);
  };
  const ask = async <A extends unknown[], R>(
    lane: Lane,
    request: Request<A, R>,
    args: A,
    deadline?: number,
  ): Promise<R> => {
    const patience = performance.now() + cluster.deadlines.command;
    for (;;) {
      try {
        return await lane.ask(await find(), request, args, deadline);
      } catch (error) {
        const isMoving = isNamed(error, ...moving);
        if (isMoving || namesOf(error).length === 0) coordinator = undefined;
        if (!isMoving || performance.now() > patience) throw error;
      }
      await sleep(pauseMs);
    }
  };

  return {
    id,
    ask,
    async committed(topic, partitions) {
      const topics = [{ name: topic, partitionIndexes: [...partitions] }];
      const asked = [{ groupId: id, memberId: null, memberEpoch: -1, topics }];
      const answer = await ask(own, requests.offsetFetch, [asked, false]);
      // before version 8 a request was about one group, and so was the answer
      const { topics: told } = answer.groups[0] ?? (answer as unknown as (typeof answer.groups)[number]);
      return new Map(
        told.flatMap((one) =>
          one.partitions
            .filter(({ committedOffset }) => committedOffset >= 0n)
            .map(
              (at) => [at.partitionIndex, { offset: at.committedOffset, note: at.metadata ?? '' }] as const,
            ),
        ),
      );
    },
    async commit(topic, offsets, { id: memberId, generation }) {
      const partitions = Array.from(offsets, ([partitionIndex, { offset, note }]) => ({
        partitionIndex,
        committedOffset: offset,
        committedLeaderEpoch: -1,
        committedMetadata: note,
      }));
      await ask(own, requests.offsetCommit, [id, generation, memberId, null, [{ name: topic, partitions }]]);
    },
  };
}
