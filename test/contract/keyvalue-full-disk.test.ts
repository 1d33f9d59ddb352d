/** Stores of keyvalue whose disk is full: what was written stays, what is refused leaves nothing, and room is made use of. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { provider as filesystem } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import { openNats } from '@slight/runtime/providers/keyvalue/nats.ts';
import { openPostgres } from '@slight/runtime/providers/keyvalue/postgres.ts';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { noDisk, smallDisk } from '../disk.ts';
import { contextOf } from './context.ts';
import { assertValue, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import type { Bucket } from './keyvalue-asserts.ts';
import { postgresPassword, startPostgres } from './postgres-server.ts';
import { startNats, startRedis } from './servers.ts';
import type { TestServer } from './servers.ts';

interface Store {
  /** What its disk has room for, in KiB, before it is filled. */
  readonly size: number;
  /** The server, where there is one, with its data in that folder. */
  readonly start?: (folder: string) => Promise<TestServer>;
  readonly open: (folder: string, port: number) => Promise<Bucket>;
  /** How a write is told of that has no room. */
  readonly told: 'io-error' | 'timeout-error';
  readonly sentence: RegExp;
  /** The server is started again before it writes again. */
  readonly restarts?: boolean;
}

const context = { signal: new AbortController().signal };
const inFolder = (durable: boolean): Store => ({
  size: 512,
  open: (folder) => filesystem.open('store', {}, contextOf({ folder: path.join(folder, 'store'), durable })),
  told: 'io-error',
  sentence: /The disk that holds .*values\.sqlite is full\. Make room on it/,
});

const stores: Readonly<Record<string, Store>> = {
  'keyvalue.filesystem, durable': inFolder(true),
  'keyvalue.filesystem, fast': inFolder(false),
  'keyvalue.redis': {
    size: 8_192,
    start: (folder) => startRedis(undefined, ['--dir', folder, '--appendonly', 'yes']),
    open: (_folder, port) => openRedis('store', { REDIS_ADDRESS: `127.0.0.1:${port}` }, context),
    told: 'io-error',
    sentence: /^Redis at .* does not take writes: it cannot save to its disk/,
  },
  'keyvalue.nats': {
    size: 8_192,
    start: (folder) => startNats('pass', folder),
    open: (_folder, port) =>
      openNats('store', { NATS_URL: `nats://slight:pass@127.0.0.1:${port}` }, context, {
        connect: 2_000,
        command: 2_000,
      }),
    // nats-server 2.9 ends its JetStream, and leaves what is asked of it without an answer
    told: 'timeout-error',
    sentence: /^NATS at .* did not answer in time/,
    restarts: true,
  },
  'keyvalue.postgres': {
    size: 131_072,
    start: startPostgres,
    open: (_folder, port) => {
      const login = `tester:${encodeURIComponent(postgresPassword)}`;
      return openPostgres(
        'store',
        { POSTGRES_CONNECTION_URL: `postgres://${login}@127.0.0.1:${port}` },
        contextOf(),
      );
    },
    told: 'io-error',
    sentence: /^Postgres at .* does not take writes: its disk is full\. Make room on it/,
  },
};

suite('a full disk', { skip: noDisk }, () => {
  for (const [label, { size, start, open, told, sentence, restarts = false }] of Object.entries(stores)) {
    test(`${label} says so, keeps what it has, and writes again when there is room`, async () => {
      using disk = smallDisk(size);
      await using server = await start?.(disk.folder);
      await using bucket = await open(disk.folder, server?.port ?? 0);
      const first = randomBytes(1000);
      await bucket.set('first', first);
      disk.fill();

      const written = await untilRefused(bucket, told, sentence);
      if (!restarts) {
        assertValue(await bucket.get('first'), first);
        await rejectsWith(told, bucket.set('first', randomBytes(100_000)));
        assert.deepEqual(await keysOf(bucket), ['first', ...written].sort());
      }

      disk.makeRoom();
      if (restarts) {
        await server?.stop();
        await server?.start();
      }
      await untilWritten(bucket, told);
      assertValue(await bucket.get('first'), first);
      assert.deepEqual(await keysOf(bucket), ['after', 'first', ...written].sort());
    });
  }
});

/** Writes until there is no room; gives the keys that were written. A server that writes to its disk later finds out later. */
async function untilRefused(bucket: Bucket, told: string, sentence: RegExp): Promise<readonly string[]> {
  const written: string[] = [];
  for (;;) {
    const key = `key ${written.length}`;
    try {
      await bucket.set(key, randomBytes(100_000));
    } catch (error) {
      assert.ok(error instanceof CapabilityError, String(error));
      assert.equal(error.case, told, error.message);
      assert.match(error.message, sentence);
      return written;
    }
    written.push(key);
    assert.ok(written.length < 100, 'the disk is full, and 10 MB were written');
  }
}

/** Redis looks once in a second whether it can write again. */
async function untilWritten(bucket: Bucket, told: string): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      await bucket.set('after', randomBytes(1000));
      return;
    } catch (error) {
      assert.ok(error instanceof CapabilityError && error.case === told, String(error));
      if (performance.now() > deadline) throw error;
    }
    await delay(100);
  }
}
