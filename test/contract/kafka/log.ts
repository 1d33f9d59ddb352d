/** The topics of a broker, in memory: what was produced, as it came. */
import type { Reader } from '@platformatic/kafka';
import { Writer } from '@platformatic/kafka';
import { codes } from './wire.ts';

export interface LogOptions {
  /** How many partitions a topic gets where nothing else is asked. */
  readonly partitions: number;
  /** The largest batch that is taken, in bytes (message.max.bytes). */
  readonly largest: number;
  /** Whether clients may make topics. */
  readonly makes: boolean;
}

interface Batch {
  readonly first: bigint;
  readonly last: bigint;
  readonly bytes: Buffer;
}

interface Partition {
  end: bigint;
  batches: Batch[];
}

/** Where a batch says which is its last record, behind its first offset: https://kafka.apache.org/documentation/#recordbatch. */
const lastOffsetDelta = 23;

export interface Log {
  metadata(reader: Reader, self: { readonly host: string; readonly port: number }): Writer;
  create(reader: Reader): Writer;
  produce(reader: Reader): Writer;
  listOffsets(reader: Reader): Writer;
  fetch(reader: Reader): Promise<Writer>;
  /** Forgets the messages before an offset, as Kafka does when they are old. */
  trim(topic: string, partition: number, before: bigint): void;
  /** Gives a topic more partitions. */
  grow(topic: string, partitions: number): void;
}

export function openLog({ partitions: usual, largest, makes }: LogOptions): Log {
  const topics = new Map<string, Partition[]>();
  let changed = Promise.withResolvers<undefined>();
  const of = (topic: string, partition: number) => topics.get(topic)?.[partition];
  const empty = (count: number) => Array.from({ length: count }, (): Partition => ({ end: 0n, batches: [] }));
  const startOf = ({ batches, end }: Partition) => batches[0]?.first ?? end;

  const append = (topic: string, partition: number, bytes: Buffer): { code: number; base: bigint } => {
    const into = of(topic, partition);
    if (!into) return { code: codes.unknownTopic, base: -1n };
    if (bytes.length > largest) return { code: codes.messageTooLarge, base: -1n };
    const base = into.end;
    const kept = Buffer.from(bytes);
    kept.writeBigInt64BE(base, 0);
    const last = base + BigInt(kept.readInt32BE(lastOffsetDelta));
    into.batches.push({ first: base, last, bytes: kept });
    into.end = last + 1n;
    return { code: codes.none, base };
  };
  const wakeAll = () => {
    changed.resolve(undefined);
    changed = Promise.withResolvers();
  };

  return {
    metadata(reader, { host, port }) {
      const asked = reader.readArray((r) => {
        r.readUUID();
        return r.readString();
      });
      const writer = Writer.create()
        .appendInt32(0)
        .appendArray(
          [0],
          (w, id) => void w.appendInt32(id).appendString(host).appendInt32(port).appendString(null),
        )
        .appendString('a-cluster-of-tests')
        .appendInt32(0);
      return writer
        .appendArray(asked, (w, name) => {
          const found = topics.get(name);
          w.appendInt16(found ? codes.none : codes.unknownTopic)
            .appendString(name)
            .appendUUID(null)
            .appendBoolean(false);
          w.appendArray(found ?? [], (p, _, index) => {
            p.appendInt16(codes.none).appendInt32(index).appendInt32(0).appendInt32(0);
            for (const all of [[0], [0], []])
              p.appendArray(all, (one, id) => void one.appendInt32(id), true, false);
          });
          w.appendInt32(0);
        })
        .appendTaggedFields();
    },

    create(reader) {
      const asked = reader.readArray((r) => {
        const topic = { name: r.readString(), count: r.readInt32(), factor: r.readInt16() };
        r.readArray(() => undefined);
        r.readArray(() => undefined);
        return topic;
      });
      return Writer.create()
        .appendInt32(0)
        .appendArray(asked, (w, { name, count }) => {
          const code = !makes ? codes.topicNotAllowed : topics.has(name) ? codes.topicExists : codes.none;
          if (code === codes.none) topics.set(name, empty(count < 0 ? usual : count));
          w.appendString(name)
            .appendUUID(null)
            .appendInt16(code)
            .appendString(null)
            .appendInt32(count)
            .appendInt16(1);
          w.appendArray([], () => undefined);
        })
        .appendTaggedFields();
    },

    produce(reader) {
      reader.readNullableString();
      const acks = reader.readInt16();
      if (acks !== -1) throw new Error(`acks is ${acks}: not everybody is to have it`);
      reader.readInt32();
      const asked = reader.readArray((r) => ({
        name: r.readString(),
        partitions: r.readArray((p) => ({ index: p.readInt32(), bytes: p.readBytes() })),
      }));
      const writer = Writer.create().appendArray(asked, (w, { name, partitions }) => {
        w.appendString(name).appendArray(partitions, (p, { index, bytes }) => {
          const { code, base } = append(name, index, bytes);
          p.appendInt32(index).appendInt16(code).appendInt64(base).appendInt64(-1n).appendInt64(0n);
          p.appendArray([], () => undefined).appendString(null);
        });
      });
      wakeAll();
      return writer.appendInt32(0).appendTaggedFields();
    },

    listOffsets(reader) {
      reader.readInt32();
      reader.readInt8();
      const asked = reader.readArray((r) => ({
        name: r.readString(),
        partitions: r.readArray((p) => {
          const index = p.readInt32();
          p.readInt32();
          return { index, time: p.readInt64() };
        }),
      }));
      return Writer.create()
        .appendInt32(0)
        .appendArray(asked, (w, { name, partitions }) => {
          w.appendString(name).appendArray(partitions, (p, { index, time }) => {
            const found = of(name, index);
            const offset = !found ? -1n : time === -2n ? startOf(found) : found.end;
            p.appendInt32(index).appendInt16(found ? codes.none : codes.unknownTopic);
            p.appendInt64(-1n).appendInt64(offset).appendInt32(0);
          });
        })
        .appendTaggedFields();
    },

    async fetch(reader) {
      reader.readInt32();
      const waitMs = reader.readInt32();
      for (const _ of ['least', 'most']) reader.readInt32();
      reader.readInt8();
      const session = [reader.readInt32(), reader.readInt32()];
      if (session.join() !== '0,-1') throw new Error(`this broker has no session ${session.join()}`);
      const asked = reader.readArray((r) => ({
        name: r.readString(),
        partitions: r.readArray((p) => {
          const [index] = [p.readInt32(), p.readInt32()];
          const offset = p.readInt64();
          p.readInt32();
          p.readInt64();
          return { index, offset, most: p.readInt32() };
        }),
      }));
      const find = (name: string, index: number, offset: bigint, most: number) => {
        const found = of(name, index);
        if (!found) return { code: codes.unknownTopic, end: -1n, bytes: Buffer.alloc(0) };
        if (offset > found.end || offset < startOf(found))
          return { code: codes.offsetOutOfRange, end: found.end, bytes: Buffer.alloc(0) };
        let size = 0;
        const those = found.batches
          .filter(({ last }) => last >= offset)
          .filter(({ bytes }, at) => (size += bytes.length) <= most || at === 0);
        return { code: codes.none, end: found.end, bytes: Buffer.concat(those.map(({ bytes }) => bytes)) };
      };
      const all = () =>
        asked.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ index, offset, most }) => ({
            index,
            ...find(name, index, offset, most),
          })),
        }));
      const deadline = performance.now() + waitMs;
      let found = all();
      while (
        performance.now() < deadline &&
        found.every(({ partitions }) =>
          partitions.every(({ code, bytes }) => code === codes.none && bytes.length === 0),
        )
      ) {
        const late = Promise.withResolvers<undefined>();
        const timer = setTimeout(() => late.resolve(undefined), deadline - performance.now());
        await Promise.race([changed.promise, late.promise]);
        clearTimeout(timer);
        found = all();
      }
      return Writer.create()
        .appendInt32(0)
        .appendInt16(codes.none)
        .appendInt32(0)
        .appendArray(found, (w, { name, partitions }) => {
          w.appendString(name).appendArray(partitions, (p, { index, code, end, bytes }) => {
            p.appendInt32(index).appendInt16(code).appendInt64(end).appendInt64(end).appendInt64(0n);
            p.appendArray([], () => undefined)
              .appendInt32(-1)
              .appendBytes(bytes);
          });
        })
        .appendTaggedFields();
    },

    trim(topic, partition, before) {
      const found = of(topic, partition);
      if (found) found.batches = found.batches.filter(({ last }) => last >= before);
    },
    grow(topic, partitions) {
      const found = topics.get(topic);
      if (found) found.push(...empty(partitions - found.length));
    },
  };
}
