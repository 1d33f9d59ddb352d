/** The consumer groups of a broker, in memory: who is a member, who reads what, and what each group has accepted. */
import type { Reader } from '@platformatic/kafka';
import { Writer } from '@platformatic/kafka';
import { codes } from './wire.ts';

export interface Groups extends Disposable {
  join(reader: Reader, client: string): Promise<Writer>;
  describe(reader: Reader): Writer;
  sync(reader: Reader): Promise<Writer>;
  heartbeat(reader: Reader): Writer;
  leave(reader: Reader): Writer;
  commit(reader: Reader): Writer;
  fetchOffsets(reader: Reader): Writer;
  /** How many members were given up since nothing was heard of them. */
  readonly givenUp: number;
  /** How many members a group has. */
  size(group: string): number;
}

interface Member {
  readonly id: string;
  readonly client: string;
  protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
  sessionMs: number;
  rebalanceMs: number;
  session?: NodeJS.Timeout;
  joined?: (writer: Writer) => void;
  synced?: (writer: Writer) => void;
  assignment: Buffer;
}

interface Group {
  state: 'empty' | 'preparing' | 'completing' | 'stable';
  generation: number;
  protocol: string;
  leader: string;
  readonly members: Map<string, Member>;
  readonly promised: Set<string>;
  rebalance?: NodeJS.Timeout | undefined;
  /** By `topic/partition`. */
  readonly offsets: Map<string, { readonly offset: bigint; readonly note: string | null }>;
}

export function openGroups(): Groups {
  const groups = new Map<string, Group>();
  let ids = 0;
  let givenUp = 0;
  const of = (id: string): Group => {
    const made: Group = groups.get(id) ?? {
      ...{ state: 'empty', generation: 0, protocol: '', leader: '' },
      ...{ members: new Map(), promised: new Set(), offsets: new Map() },
    };
    groups.set(id, made);
    return made;
  };
  const code = (value: number) => Writer.create().appendInt32(0).appendInt16(value);

  const joinAnswer = (group: Group, value: number, id: string, all: readonly Member[] = []) =>
    code(value)
      .appendInt32(value === codes.none ? group.generation : -1)
      .appendString('consumer')
      .appendString(value === codes.none ? group.protocol : null)
      .appendString(group.leader)
      .appendBoolean(false)
      .appendString(id)
      .appendArray([...all], (w, member) => {
        const { metadata = Buffer.alloc(0) } =
          member.protocols.find(({ name }) => name === group.protocol) ?? {};
        w.appendString(member.id).appendString(null).appendBytes(metadata);
      })
      .appendTaggedFields();
  const syncAnswer = (group: Group, value: number, assignment: Buffer = Buffer.alloc(0)) =>
    code(value)
      .appendString('consumer')
      .appendString(group.protocol)
      .appendBytes(assignment)
      .appendTaggedFields();

  const complete = (group: Group) => {
    clearTimeout(group.rebalance);
    group.rebalance = undefined;
    const all = [...group.members.values()];
    if (all.length === 0) return void (group.state = 'empty');
    group.generation++;
    group.state = 'completing';
    const [first] = all;
    if (!group.members.has(group.leader)) group.leader = first?.id ?? '';
    const names = first?.protocols.map(({ name }) => name) ?? [];
    group.protocol =
      names.find((name) => all.every((one) => one.protocols.some((each) => each.name === name))) ?? '';
    for (const one of all) {
      one.joined?.(joinAnswer(group, codes.none, one.id, one.id === group.leader ? all : []));
      delete one.joined;
      // it did not have a chance to say anything while it waited
      hear(group, one);
    }
  };
  const tryComplete = (group: Group) => {
    if (group.state === 'preparing' && [...group.members.values()].every(({ joined }) => joined))
      complete(group);
  };
  const prepare = (group: Group) => {
    if (group.state === 'preparing') return;
    for (const one of group.members.values()) {
      one.synced?.(syncAnswer(group, codes.rebalanceInProgress));
      delete one.synced;
    }
    group.state = 'preparing';
    const longest = Math.max(0, ...Array.from(group.members.values(), ({ rebalanceMs }) => rebalanceMs));
    group.rebalance = setTimeout(() => {
      for (const one of group.members.values()) if (!one.joined) remove(group, one);
      complete(group);
    }, longest).unref();
  };
  const remove = (group: Group, member: Member) => {
    clearTimeout(member.session);
    group.members.delete(member.id);
  };
  const hear = (group: Group, member: Member) => {
    clearTimeout(member.session);
    member.session = setTimeout(() => {
      // who waits for the others is there
      if (member.joined) return;
      givenUp++;
      remove(group, member);
      prepare(group);
      tryComplete(group);
    }, member.sessionMs).unref();
  };
  const faultOf = (group: Group, id: string, generation: number): number => {
    const member = group.members.get(id);
    if (!member) return codes.unknownMember;
    hear(group, member);
    return generation === group.generation ? codes.none : codes.illegalGeneration;
  };

  return {
    join(reader, client) {
      const group = of(reader.readString());
      const [sessionMs, rebalanceMs] = [reader.readInt32(), reader.readInt32()];
      const id = reader.readString();
      reader.readNullableString();
      reader.readString();
      const protocols = reader.readArray((r) => ({
        name: r.readString(),
        metadata: Buffer.from(r.readBytes()),
      }));
      if (id === '') {
        const promised = `member-${++ids}`;
        group.promised.add(promised);
        return Promise.resolve(joinAnswer(group, codes.memberIdRequired, promised));
      }
      if (!group.members.has(id) && !group.promised.delete(id))
        return Promise.resolve(joinAnswer(group, codes.unknownMember, id));
      const member = group.members.get(id) ?? {
        id,
        client,
        protocols,
        sessionMs,
        rebalanceMs,
        assignment: Buffer.alloc(0),
      };
      Object.assign(member, { protocols, sessionMs, rebalanceMs });
      group.members.set(id, member);
      hear(group, member);
      return new Promise((resolve) => {
        prepare(group);
        member.joined = resolve;
        tryComplete(group);
      });
    },

    sync(reader) {
      const group = of(reader.readString());
      const generation = reader.readInt32();
      const id = reader.readString();
      reader.readNullableString();
      reader.readNullableString();
      reader.readNullableString();
      const all = reader.readArray((r) => ({ id: r.readString(), assignment: Buffer.from(r.readBytes()) }));
      const member = group.members.get(id);
      const fault = faultOf(group, id, generation);
      if (fault !== codes.none || !member) return Promise.resolve(syncAnswer(group, fault));
      if (group.state === 'preparing') return Promise.resolve(syncAnswer(group, codes.rebalanceInProgress));
      if (group.state === 'stable') return Promise.resolve(syncAnswer(group, codes.none, member.assignment));
      return new Promise((resolve) => {
        member.synced = resolve;
        if (id !== group.leader) return;
        group.state = 'stable';
        for (const one of group.members.values()) {
          one.assignment = all.find((each) => each.id === one.id)?.assignment ?? Buffer.alloc(0);
          one.synced?.(syncAnswer(group, codes.none, one.assignment));
          delete one.synced;
        }
      });
    },

    heartbeat(reader) {
      const group = of(reader.readString());
      const generation = reader.readInt32();
      const fault = faultOf(group, reader.readString(), generation);
      const isMoving = fault === codes.none && group.state === 'preparing';
      return code(isMoving ? codes.rebalanceInProgress : fault).appendTaggedFields();
    },

    describe(reader) {
      const asked = reader.readArray((r) => r.readString(), true, false);
      return Writer.create()
        .appendInt32(0)
        .appendArray(asked, (w, id) => {
          const { state, protocol, members } = of(id);
          w.appendInt16(codes.none)
            .appendString(id)
            .appendString(state)
            .appendString('consumer')
            .appendString(protocol);
          w.appendArray([...members.values()], (m, one) => {
            m.appendString(one.id).appendString(null).appendString(one.client).appendString('/127.0.0.1');
            m.appendBytes(Buffer.alloc(0)).appendBytes(one.assignment);
          });
          w.appendInt32(-2_147_483_648);
        })
        .appendTaggedFields();
    },

    leave(reader) {
      const group = of(reader.readString());
      const gone = reader.readArray((r) => {
        const id = r.readString();
        r.readNullableString();
        r.readNullableString();
        return id;
      });
      const answer = code(codes.none).appendArray(gone, (w, id) => {
        const member = group.members.get(id);
        if (member) remove(group, member);
        w.appendString(id)
          .appendString(null)
          .appendInt16(member ? codes.none : codes.unknownMember);
      });
      prepare(group);
      tryComplete(group);
      return answer.appendTaggedFields();
    },

    commit(reader) {
      const group = of(reader.readString());
      const generation = reader.readInt32();
      const id = reader.readString();
      reader.readNullableString();
      const asked = reader.readArray((r) => ({
        name: r.readString(),
        partitions: r.readArray((p) => {
          const [index, offset] = [p.readInt32(), p.readInt64()];
          p.readInt32();
          return { index, offset, note: p.readNullableString() };
        }),
      }));
      const isAnybody = generation < 0 && group.members.size === 0;
      const fault = isAnybody ? codes.none : faultOf(group, id, generation);
      const value = fault === codes.none && group.state === 'completing' ? codes.rebalanceInProgress : fault;
      return Writer.create()
        .appendInt32(0)
        .appendArray(asked, (w, { name, partitions }) => {
          w.appendString(name).appendArray(partitions, (p, { index, offset, note }) => {
            if (value === codes.none) group.offsets.set(`${name}/${index}`, { offset, note });
            p.appendInt32(index).appendInt16(value);
          });
        })
        .appendTaggedFields();
    },

    fetchOffsets(reader) {
      const asked = reader.readArray((r) => {
        const group = r.readString();
        r.readNullableString();
        r.readInt32();
        const topics = r.readArray((t) => ({
          name: t.readString(),
          partitions: t.readArray((p) => p.readInt32(), true, false),
        }));
        return { group, topics };
      });
      return Writer.create()
        .appendInt32(0)
        .appendArray(asked, (w, { group, topics }) => {
          w.appendString(group).appendArray(topics, (t, { name, partitions }) => {
            t.appendString(name).appendArray(partitions, (p, index) => {
              const { offset, note } = of(group).offsets.get(`${name}/${index}`) ?? {
                offset: -1n,
                note: null,
              };
              p.appendInt32(index)
                .appendInt64(offset)
                .appendInt32(-1)
                .appendString(note)
                .appendInt16(codes.none);
            });
          });
          w.appendInt16(codes.none);
        })
        .appendTaggedFields();
    },

    get givenUp() {
      return givenUp;
    },
    size: (group) => of(group).members.size,

    [Symbol.dispose]() {
      for (const { members, rebalance } of groups.values()) {
        clearTimeout(rebalance);
        for (const { session } of members.values()) clearTimeout(session);
      }
    },
  };
}
