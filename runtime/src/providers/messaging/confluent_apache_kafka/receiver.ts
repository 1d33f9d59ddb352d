/** What receives the messages of a topic for a group: all of them, or what is its part as a member of the group. */
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Delivery, Subscription } from '../../../ports/messaging.ts';
import { orAborted } from '../or-aborted.ts';
import type { Cluster, Lane } from './cluster.ts';
import { failure, isNamed, lost, takenOver } from './failure.ts';
import { nobody } from './group.ts';
import type { Committed, Group, Member } from './group.ts';
import type * as Library from './library.ts';
import { openMembership } from './membership.ts';
import type { Membership } from './membership.ts';
import { openReader } from './reader.ts';
import type { Fetched } from './records.ts';
import { endsOf } from './start.ts';
import { beginTenure, committedOf, takes } from './tenure.ts';
import type { Tenure } from './tenure.ts';
import type { Topics } from './topics.ts';

export interface ReceiverOptions {
  readonly cluster: Cluster;
  readonly topics: Topics;
  readonly lane: Lane;
  readonly library: typeof Library;
  readonly group: Group;
  readonly topic: string;
  /** How many partitions the topic gets where it is made. */
  readonly made?: number;
  /** What the messages say that they came by. */
  readonly toldAs: string;
  /** As whom it is a member of the group; without it, nobody else is of the group. */
  readonly member?: string;
  /** What a group gets that is new: what comes from now on, or all that is there. */
  readonly from: 'now' | 'the start';
  readonly left: () => Promise<void>;
}

interface Taken {
  readonly tenure: Tenure;
  readonly fetched: Fetched;
}

/** @throws CapabilityError where the brokers are away, or refuse what is asked for */
export async function openReceiver(options: ReceiverOptions): Promise<Subscription> {
  const { cluster, topics, lane, library, group, topic, made, toldAs, from, left } = options;
  const { address } = cluster;
  let tenures = new Map<number, Tenure>();
  let again: Taken[] = [];
  const held = new Set<Taken>();
  /** Where its partitions ended when the subscription was made. */
  let ends: ReadonlyMap<number, bigint> = new Map();
  let asked = 0;
  let isClosed = false;
  let wake = Promise.withResolvers<undefined>();
  const reader = openReader({ topic, cluster, topics, requests: library.requests });

  const changed = () => {
    wake.resolve(undefined);
    wake = Promise.withResolvers();
  };
  const gone = () => {
    for (const one of tenures.values()) one.isOver = true;
    tenures = new Map();
    again = [];
    reader.follow(new Map());
    changed();
  };
  const assigned = async (partitions: readonly number[]): Promise<void> => {
    const added = partitions.filter((one) => !tenures.has(one));
    const known = added.length > 0 ? await group.committed(topic, added) : new Map<number, Committed>();
    const kept = new Map<number, Tenure>();
    const starts = new Map<number, bigint>();
    for (const partition of partitions) {
      // one that was added to the topic since has nothing in it from before
      const at = known.get(partition) ?? { offset: ends.get(partition) ?? 0n, note: '' };
      kept.set(partition, tenures.get(partition) ?? beginTenure(partition, at));
      starts.set(partition, at.offset);
    }
    for (const [partition, one] of tenures) one.isOver = !kept.has(partition);
    tenures = kept;
    again = again.filter(({ tenure }) => !tenure.isOver);
    reader.follow(starts);
    changed();
  };
  const membership: Membership | undefined =
    options.member === undefined
      ? undefined
      : openMembership({
          ...{ group, topic, name: options.member, cluster, commands: lane },
          ...{ topics, library, assigned, gone, changed },
          held: () =>
            Array.from(held, ({ tenure }) => tenure).flatMap((one) => (one.isOver ? [] : [one.partition])),
          isAsked: () => asked > 0,
        });
  const member = (): Member | undefined => (membership ? membership.member : nobody);
  const commit = (offsets: ReadonlyMap<number, Committed>): Promise<void> => {
    const as = member();
    return as ? group.commit(topic, offsets, as) : Promise.reject(lost(address));
  };

  /** What comes from now on is the group's: written down before anybody is told that the subscription is there. */
  const begin = async (): Promise<void> => {
    if (from === 'the start') {
      await topics.leaders(topic, made);
      return;
    }
    // asked for first: who finds nothing written down after it has missed nothing in between
    const found = await endsOf(topic, made, topics, lane, library.requests);
    // of a group that is there already, a partition that it does not know was added since
    if ((await group.committed(topic, [...found.keys()])).size > 0) return;
    ends = found;
    const written = new Map(Array.from(ends, ([partition, offset]) => [partition, { offset, note: '' }]));
    try {
      await group.commit(topic, written, nobody);
    } catch (error) {
      // others of the group are there, and have other topics: as one of them
      if (!membership || !isNamed(error, 'UNKNOWN_MEMBER_ID')) throw error;
      await membership.join();
      await commit(written);
    }
  };
  /** Has the partitions that it is to read. */
  const ready = async (): Promise<void> => {
    if (membership) return membership.join();
    const { length } = await topics.leaders(topic, made);
    if (length !== tenures.size) await assigned(Array.from({ length }, (_, partition) => partition));
  };
  const next = (): Taken | undefined => {
    // about to get other partitions
    if (!member()) return undefined;
    const back = again.shift();
    if (back) return back;
    for (let taken = reader.take(); taken; taken = reader.take()) {
      const tenure = tenures.get(taken.partition);
      if (tenure && takes(tenure, taken.fetched.offset)) return { tenure, fetched: taken.fetched };
    }
    return undefined;
  };
  const deliveryOf = (taken: Taken): Delivery => {
    const { tenure, fetched } = taken;
    const back = () => {
      if (!tenure.isOver) again.push(taken);
      changed();
    };
    held.add(taken);
    return {
      message: { ...fetched.message, topic: toldAs },
      async accept() {
        if (!held.has(taken)) return;
        await membership?.settled();
        if (!held.delete(taken)) return;
        if (tenure.isOver) throw takenOver(address);
        tenure.open.delete(fetched.offset);
        try {
          await commit(new Map([[tenure.partition, committedOf(tenure)]]));
        } catch (error) {
          tenure.open.add(fetched.offset);
          back();
          throw failure(error, address);
        }
      },
      release() {
        if (held.delete(taken)) back();
        return Promise.resolve();
      },
    };
  };
  const receive = async (signal: AbortSignal): Promise<Delivery> => {
    for (;;) {
      signal.throwIfAborted();
      if (isClosed) throw lost(address);
      await orAborted(ready(), signal);
      const found = next();
      if (found) return deliveryOf(found);
      await orAborted(Promise.race([wake.promise, reader.fetch()]), signal);
    }
  };
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    changed();
    await membership?.[Symbol.asyncDispose]();
    await reader[Symbol.asyncDispose]();
    await left();
  };

  try {
    await begin();
  } catch (error) {
    await close();
    throw failure(error, address);
  }
  return {
    async receive(signal) {
      asked++;
      try {
        return await receive(signal);
      } catch (error) {
        throw signal.aborted ? error : (failure(error, address) satisfies CapabilityError);
      } finally {
        asked--;
      }
    },
    [Symbol.asyncDispose]: close,
  };
}
