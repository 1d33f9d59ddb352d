/**
 * keyvalue.nats: each store is a bucket as NATS's own clients and `nats kv` have them
 * (https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md), made where it is not there: a stream
 * that keeps the last message of each key's subject. What must happen in one step is done by the sequence of that message.
 * It is spoken to by JetStream's client and not by @nats-io/kv, whose listing ends early and says nothing of it where the
 * connection breaks.
 */
import type { KeyValue, KeyValueErrorCase } from '../../ports/keyvalue.ts';
import { usualDeadlines } from '../deadlines.ts';
import type { Deadlines } from '../deadlines.ts';
import { connectNats } from '../nats/connection.ts';
import type { Link } from '../nats/connection.ts';
import { streamCode } from '../nats/failure.ts';
import type { NatsWords } from '../nats/failure.ts';
import { isWithoutStream } from '../nats/stream.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { add, format } from './counter.ts';
import { bucketOf, needBucket } from './nats/bucket.ts';
import { isMarker, operation, subjectsIn } from './nats/listing.ts';
import { isSame, untilUnchanged } from './unchanged.ts';

export const provider: Provider<KeyValue> = { open: openNats };

const words: NatsWords<KeyValueErrorCase> = {
  cases: {
    away: 'connection-error',
    lost: 'connection-error',
    silent: 'timeout-error',
    denied: 'authentication-error',
    full: 'io-error',
    tooLarge: 'invalid-value',
    refused: 'unexpected-error',
  },
  carried: 'a value',
};

/** The last message of a key. */
interface Entry {
  /** 0: there is none. */
  readonly sequence: number;
  /** Undefined where the key was deleted. */
  readonly value: Uint8Array | undefined;
}

export async function openNats(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadlines: Deadlines = usualDeadlines,
): Promise<KeyValue & AsyncDisposable> {
  const bucket = bucketOf(name);
  const connection = await connectNats(configs, words, deadlines, context.signal);
  const { headers } = await import('../nats/library.ts');

  const run = <T>(work: (link: Link) => Promise<T>): Promise<T> =>
    connection.run((link) =>
      work(link).catch(async (error: unknown) => {
        if (!isWithoutStream(error)) throw error;
        // somebody deleted it, or the server was started anew
        await needBucket(link, bucket);
        return work(link);
      }),
    );

  // the stream's leader is asked: a direct get is answered by a replica that is behind, and by nobody where the bucket is gone
  const read = async ({ admin }: Link, subject: string): Promise<Entry> => {
    const found = await admin.streams.getMessage(bucket.stream, { last_by_subj: subject });
    if (!found) return { sequence: 0, value: undefined };
    return { sequence: found.seq, value: isMarker(found.header) ? undefined : found.data };
  };
  /** Writes where the last message is still the one that was read; anyhow where none is given. */
  const write = async ({ streams }: Link, subject: string, value: Uint8Array, only?: Entry) => {
    await streams.publish(subject, value, {
      timeout: deadlines.command,
      ...(only && { expect: { lastSubjectSequence: only.sequence } }),
    });
  };

  try {
    await connection.run((link) => needBucket(link, bucket));
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }

  return {
    async get(key) {
      const subject = bucket.subjectOf(key);
      return (await run((link) => read(link, subject))).value;
    },

    async set(key, value) {
      const subject = bucket.subjectOf(key);
      await run((link) => write(link, subject, value));
    },

    async exists(key) {
      const subject = bucket.subjectOf(key);
      return (await run((link) => read(link, subject))).value !== undefined;
    },

    // in one go and sorted: in the stream, a key that is set again goes to the end
    async *keys() {
      const subjects = await run((link) => subjectsIn(link, bucket));
      const keys = [...subjects].flatMap((subject) => bucket.keyOf(subject) ?? []);
      yield* keys.sort();
    },

    async delete(key) {
      const subject = bucket.subjectOf(key);
      const marker = headers();
      marker.set(operation, 'DEL');
      await run(({ streams }) =>
        streams.publish(subject, undefined, { headers: marker, timeout: deadlines.command }),
      );
    },

    async increment(key, delta) {
      const subject = bucket.subjectOf(key);
      return run((link) =>
        untilUnchanged(context.signal, isChanged, async () => {
          const current = await read(link, subject);
          const sum = add(current.value, delta);
          await write(link, subject, format(sum), current);
          return sum;
        }),
      );
    },

    async swap(key, expected, value) {
      const subject = bucket.subjectOf(key);
      return run((link) =>
        untilUnchanged(context.signal, isChanged, async () => {
          const current = await read(link, subject);
          if (!isSame(current.value, expected)) return false;
          await write(link, subject, value, current);
          return true;
        }),
      );
    },

    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** Another writer came first: the last message is no longer the one that was expected. */
function isChanged(error: unknown): boolean {
  return [10071, 10164].includes(streamCode(error) ?? 0);
}
