/**
 * keyvalue.redis: each bucket is the keys `<name>:<key>` of a Redis database, as slight laid them out. One
 * connection, on which concurrent calls are pipelined.
 */
import { isUtf8 } from 'node:buffer';
import type { KeyValue } from '../../ports/keyvalue.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { requireKey } from './keys.ts';
import { parseAddress } from './redis/address.ts';
import type { RedisAddress } from './redis/address.ts';
import { connect } from './redis/connection.ts';
import type { Deadlines } from './redis/connection.ts';
import { stranger, tooLarge } from './redis/failure.ts';
import { probe } from './redis/probe.ts';

export const provider: Provider<KeyValue> = { open: openRedis };

/** Redis runs a script alone, so that nobody writes between the comparison and the SET. */
const swapScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/** INCRBY alone answers with a number, and ioredis's numbers cannot hold every 64-bit integer; GET answers with text. */
const addScript = `
redis.call('INCRBY', KEYS[1], ARGV[1])
return redis.call('GET', KEYS[1])`;

/** In bytes, https://redis.io/docs/latest/develop/data-types/strings/: what is larger ends the connection, with all that is on it. */
const largest = 512 * 1024 * 1024;

export async function openRedis(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadlines: Deadlines = { connect: 5_000, command: 10_000 },
): Promise<KeyValue & AsyncDisposable> {
  const prefix = keyPrefix(name);
  const address = parseAddress(configs['REDIS_ADDRESS']);
  const connection = await connect(address, deadlines, context.signal);
  try {
    await connection.run((redis) => probe(redis, prefix, address));
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }

  return {
    async get(key) {
      requireKey(key);
      const reply: unknown = await connection.run((redis) => redis.getBuffer(prefix + key));
      if (reply === null || reply instanceof Uint8Array) return reply ?? undefined;
      throw stranger(address);
    },

    async set(key, value) {
      requireKey(key);
      requireSize(value, address);
      await connection.run((redis) => redis.set(prefix + key, asBuffer(value)));
    },

    async exists(key) {
      requireKey(key);
      return (await connection.run((redis) => redis.exists(prefix + key))) > 0;
    },

    async *keys() {
      const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
      // SCAN may give a key again while Redis resizes its table
      const seen = new Set<string>();
      let cursor = '0';
      do {
        const from = cursor;
        const reply = await connection.run((redis) =>
          redis.scanBuffer(from, 'MATCH', pattern, 'COUNT', 1000),
        );
        if (!isPage(reply)) throw stranger(address);
        const [next, found] = reply;
        cursor = next.toString();
        for (const bytes of found) {
          // no guest could ask for a key that is no Unicode
          if (!isUtf8(bytes)) continue;
          const key = bytes.toString().slice(prefix.length);
          if (key === '' || seen.has(key)) continue;
          seen.add(key);
          yield key;
        }
      } while (cursor !== '0');
    },

    async delete(key) {
      requireKey(key);
      await connection.run((redis) => redis.del(prefix + key));
    },

    async increment(key, delta) {
      requireKey(key);
      return BigInt(
        String(await connection.run((redis) => redis.eval(addScript, 1, prefix + key, delta.toString()))),
      );
    },

    async swap(key, expected, value) {
      requireKey(key);
      requireSize(value, address);
      if (expected === undefined) {
        return (await connection.run((redis) => redis.set(prefix + key, asBuffer(value), 'NX'))) === 'OK';
      }
      const swapped = await connection.run((redis) =>
        redis.eval(swapScript, 1, prefix + key, asBuffer(expected), asBuffer(value)),
      );
      return Number(swapped) === 1;
    },

    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/**
 * `<name>:`, with `:` and `%` of the name escaped: otherwise the key `b:c` of the store `a` were the key `c` of the
 * store `a:b`.
 */
function keyPrefix(name: string): string {
  return `${name.replace(/[:%]/g, encodeURIComponent)}:`;
}

function requireSize(value: Uint8Array, address: RedisAddress): void {
  if (value.length > largest) throw tooLarge(address);
}

/** What SCAN answers: where it goes on, and keys. */
function isPage(reply: unknown): reply is [Buffer, Buffer[]] {
  return Array.isArray(reply) && reply[0] instanceof Uint8Array && Array.isArray(reply[1]);
}

/** ioredis sends Buffers as they are; a plain Uint8Array it would send as text. */
function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
