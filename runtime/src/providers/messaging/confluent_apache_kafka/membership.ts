/**
 * One member of a consumer group, https://kafka.apache.org/documentation/#basic_ops_consumer_group: while somebody asks for
 * messages or works on one. It goes by itself where others of the group come or go, and keeps the partitions of what is
 * worked on. A member that nobody asks any more leaves, so that those who are asked get its partitions.
 */
import { CapabilityError } from '../../../ports/errors.ts';
import type { Cluster, Lane } from './cluster.ts';
import { isNamed, namesOf } from './failure.ts';
import type { Group, Member } from './group.ts';
import type * as Library from './library.ts';
import { shareOut } from './assignment.ts';
import type { Topics } from './topics.ts';

export interface Membership extends AsyncDisposable {
  /** Is in the group, and knows its partitions, when it is done. @throws what the client throws; CapabilityError */
  join(): Promise<void>;
  /** As whom it speaks for the group; undefined while it is in none, or about to get other partitions. */
  readonly member: Member | undefined;
  /** Done when it is not about to get other partitions. */
  settled(): Promise<void>;
}

export interface MembershipOptions {
  readonly group: Group;
  readonly topic: string;
  /** What it calls itself: a member of the same name is one of a run that is gone. */
  readonly name: string;
  readonly cluster: Cluster;
  /** For what is answered at once: on the way in, one waits for the others. */
  readonly commands: Lane;
  readonly topics: Topics;
  readonly library: typeof Library;
  /** The partitions of what is worked on. */
  readonly held: () => readonly number[];
  /** Whether somebody asks for messages. */
  readonly isAsked: () => boolean;
  /** Told which partitions are its own from now on, before it is a member. */
  readonly assigned: (partitions: readonly number[]) => Promise<void>;
  /** Told that nothing is its own any more. */
  readonly gone: () => void;
  /** Told that it could not stay a member, and who waits is to ask again. */
  readonly changed: () => void;
}

/** In milliseconds: what the coordinator waits to hear of a member, and how often it is told. */
const sessionMs = 10_000;
const heartbeatMs = 1000;

/** How long a member stays that nobody asks, in milliseconds. */
const idleMs = 5_000;

/** Ours, and what others have that a group may be shared with; a member of ours that leads shares out in its own way. */
const protocols = ['slight', 'range'];
const protocolType = 'consumer';

const maker = { version: 1, userData: Buffer.alloc(0), generationId: -1, rackId: null };

export function openMembership(options: MembershipOptions): Membership {
  const { group, topic, name, cluster, commands, topics, library, held, isAsked, assigned, gone, changed } =
    options;
  const { requests } = library;
  const entrance: Lane = cluster.lane(name);
  let id = '';
  let member: Member | undefined;
  /** Of a member that leads: how many partitions there were. */
  let count: number | undefined;
  let joining: Promise<void> | undefined;
  let beating: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asked = performance.now();
  let isFirst = true;
  let isClosed = false;

  const subscription = () =>
    library.encodeConsumerProtocolSubscription({
      ...maker,
      topics: [topic],
      ownedPartitions: [{ topic, partitions: [...held()] }],
    });
  /** What a leader tells all members. */
  const assignments = async (
    members: readonly { readonly memberId: string; readonly metadata: Buffer }[],
  ) => {
    const known = members.map(({ memberId, metadata }) => {
      const { topics: wanted, ownedPartitions } = library.decodeConsumerProtocolSubscription(metadata);
      return { id: memberId, topics: wanted, held: ownedPartitions };
    });
    const counts = new Map<string, number>();
    for (const one of new Set(known.flatMap((each) => each.topics)))
      counts.set(one, (await topics.leaders(one)).length);
    count = counts.get(topic);
    return Array.from(shareOut(known, counts), ([memberId, all]) => ({
      memberId,
      assignment: library.encodeConsumerProtocolAssignment({
        version: 0,
        assignedPartitions: all.map((one) => ({ topic: one.topic, partitions: [...one.partitions] })),
      }),
    }));
  };
  const forget = () => {
    id = '';
    member = undefined;
    count = undefined;
    gone();
  };

  /** Who was killed did not leave, and the coordinator would wait for them. */
  const bury = async (): Promise<void> => {
    const { groups } = await group.ask(commands, requests.describeGroups, [[group.id], false]);
    const left = groups.flatMap(({ members }) => members).filter(({ clientId }) => clientId === name);
    for (const { memberId } of left) await remove(memberId);
  };
  const remove = async (memberId: string): Promise<void> => {
    const members = [{ memberId, groupInstanceId: null, reason: null }];
    await group.ask(commands, requests.leaveGroup, [group.id, members], cluster.deadlines.connect);
  };
  const enter = async (): Promise<void> => {
    if (isFirst) await bury().catch(ifRefused);
    isFirst = false;
    // the coordinator waits for those who were members before, up to their sessions' end
    const patience = 2 * sessionMs + cluster.deadlines.command;
    member = undefined;
    for (;;) {
      try {
        const metadata = subscription();
        const joined = await group.ask(
          entrance,
          requests.joinGroup,
          [
            group.id,
            sessionMs,
            sessionMs,
            id,
            null,
            protocolType,
            protocols.map((name) => ({ name, metadata })),
            null,
          ],
          patience,
        );
        id = joined.memberId;
        const { generationId: generation, protocolName } = joined;
        count = undefined;
        const all = joined.leader === id ? await assignments(joined.members) : [];
        const { assignment } = await group.ask(
          entrance,
          requests.syncGroup,
          [group.id, generation, id, null, protocolType, protocolName, all],
          patience,
        );
        const own = library.decodeConsumerProtocolAssignment(assignment).assignedPartitions;
        await assigned(own.filter((one) => one.topic === topic).flatMap(({ partitions }) => partitions));
        member = { id, generation };
        return;
      } catch (error) {
        const given = newIdOf(error);
        if (given !== undefined) id = given;
        else if (isNamed(error, 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID')) forget();
        else if (!isNamed(error, 'REBALANCE_IN_PROGRESS')) throw error;
        if (isClosed) return;
      }
    }
  };
  const join = (): Promise<void> => {
    asked = performance.now();
    if (member) return Promise.resolve();
    return (joining ??= enter().finally(() => {
      joining = undefined;
      if (!isClosed) timer ??= setInterval(tick, heartbeatMs).unref();
    }));
  };
  const tick = () => {
    if (member && !joining) beating ??= beat(member).finally(() => (beating = undefined));
  };
  const leave = async (): Promise<void> => {
    clearInterval(timer);
    timer = undefined;
    const left = id;
    forget();
    if (left !== '') await remove(left).catch(() => undefined);
  };
  const isNeeded = () => isAsked() || held().length > 0;
  const beat = async (now: Member): Promise<void> => {
    if (isNeeded()) asked = performance.now();
    else if (performance.now() - asked > idleMs) return leave();
    try {
      await group.ask(commands, requests.heartbeat, [group.id, now.generation, now.id, null]);
      const isGrown = count !== undefined && (await topics.leaders(topic)).length !== count;
      if (!isGrown || member !== now) return;
    } catch (error) {
      // a coordinator that is away: the next one asks again
      if (namesOf(error).length === 0 || member !== now) return;
      if (isNamed(error, 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION')) forget();
      else if (!isNamed(error, 'REBALANCE_IN_PROGRESS')) return;
    }
    if (!isNeeded()) return leave();
    member = undefined;
    // who waits for messages asks again, and is told
    await join().catch(changed);
  };

  return {
    join,
    get member() {
      return member;
    },
    settled: () => joining?.catch(() => undefined) ?? Promise.resolve(),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await leave();
      await entrance[Symbol.asyncDispose]();
    },
  };
}

/** Who may not see the members, or asks a broker that does not know how, waits for those that are gone. */
function ifRefused(error: unknown): undefined {
  const isUnknown = error instanceof CapabilityError && error.case === 'unexpected-error';
  if (!isUnknown && namesOf(error).length === 0) throw error;
}

/** The id that a new member is to come back with. */
function newIdOf(error: unknown): string | undefined {
  if (!isNamed(error, 'MEMBER_ID_REQUIRED')) return undefined;
  return (error as { readonly response?: { readonly memberId?: string } }).response?.memberId;
}
