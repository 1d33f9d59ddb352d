/** keyvalue.redis with servers that cannot do what REDIS_ADDRESS says: each is told when the store is opened. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { Redis } from 'ioredis';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { freePort, startRedis, startSentinel } from './servers.ts';

const context = { signal: new AbortController().signal };
const open = (address: string) => openRedis('orders', { REDIS_ADDRESS: address }, context);

describe('keyvalue.redis and the database of its address', () => {
  test('one that is not there fails the opening, and nothing is written to database 0', async () => {
    await using server = await startRedis();
    const error = await rejectsWith('unexpected-error', open(`redis://127.0.0.1:${server.port}/99`));
    assert.match(error.message, /has no database 99, which REDIS_ADDRESS names\. Redis has 16, from 0 to 15/);
    using plain = client(server.port);
    assert.equal(await plain.redis.dbsize(), 0);
  });

  test('one that is there is written to, over a connection that was made again too', async () => {
    await using server = await startRedis();
    for (const address of [`127.0.0.1:${server.port}/15`, `redis://127.0.0.1:${server.port}?db=15`]) {
      await using bucket = await open(address);
      await bucket.set('key', bytes('before'));
      using plain = client(server.port);
      await plain.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await bucket.set('key', bytes('after')).catch(() => bucket.set('key', bytes('after')));
      assert.equal(await plain.redis.dbsize(), 0);
      await plain.redis.select(15);
      assert.equal(await plain.redis.get('orders:key'), 'after');
    }
  });

  test('a user who may not choose it is told so, and so is one of a cluster', async () => {
    await using server = await startRedis(undefined, ['--user', 'me', 'on', 'nopass', '~*', '+get', '+set']);
    const refused = await rejectsWith('authentication-error', open(`redis://me@127.0.0.1:${server.port}/3`));
    assert.match(
      refused.message,
      /does not allow the user of REDIS_ADDRESS to choose database 3\. Allow it SELECT/,
    );
    await using node = await startNode();
    const cluster = await rejectsWith('unexpected-error', open(`redis://127.0.0.1:${node.port}/3`));
    assert.match(cluster.message, /a node of a cluster, which has no database 3\. Leave the database out/);
  });
});

describe('keyvalue.redis and the user of its address', () => {
  test('one who may get and set and nothing else opens the store, and gets and sets', async () => {
    await using server = await startRedis(undefined, ['--user', 'me', 'on', '>pass', '~*', '+get', '+set']);
    await using bucket = await open(`redis://me:pass@127.0.0.1:${server.port}`);
    await bucket.set('key', bytes('value'));
    assertValue(await bucket.get('key'), bytes('value'));
    const error = await rejectsWith('authentication-error', bucket.delete('key'));
    assert.match(error.message, /does not allow the user of REDIS_ADDRESS to do this/);
  });

  test('one without a password is let in without, or asked for it', async () => {
    await using server = await startRedis(undefined, [
      ...['--user', 'free', 'on', 'nopass', '~*', '+@all'],
      ...['--user', 'kept', 'on', '>pass', '~*', '+@all'],
    ]);
    await using bucket = await open(`redis://free@127.0.0.1:${server.port}`);
    await bucket.set('key', bytes('value'));
    const error = await rejectsWith('authentication-error', open(`redis://kept@127.0.0.1:${server.port}`));
    assert.match(
      error.message,
      /refuses the user of REDIS_ADDRESS, which has no password there; write redis:\/\/user:/,
    );
  });

  test('names and passwords of every character are sent as they are meant', async () => {
    const password = 'p@:/#?% ß"\'{}';
    await using server = await startRedis(undefined, [
      '--user',
      'me/#?',
      'on',
      `>${password}`,
      '~*',
      '+@all',
    ]);
    const login = `${encodeURIComponent('me/#?')}:${encodeURIComponent(password)}`;
    await using bucket = await open(` REDIS://${login}@127.0.0.1:${server.port}\n`);
    await bucket.set('key', bytes('value'));
  });

  test('a password where the server has none is told, by nobody but us', async (t) => {
    const warn = t.mock.method(console, 'warn', () => undefined);
    await using server = await startRedis();
    const error = await rejectsWith(
      'authentication-error',
      open(`redis://:hunter2@127.0.0.1:${server.port}`),
    );
    assert.match(error.message, /has no password, and REDIS_ADDRESS gives one\. Leave it out/);
    assert.doesNotMatch(error.message, /hunter2/);
    assert.equal(warn.mock.callCount(), 0);
  });
});

describe('keyvalue.redis and a server of another kind', () => {
  test('a cluster of several nodes does not open, and the remedy is named', async () => {
    await using one = await startNode();
    await using other = await startNode();
    using first = client(one.port);
    using second = client(other.port);
    await first.redis.cluster('ADDSLOTSRANGE', 0, 8191);
    await second.redis.cluster('ADDSLOTSRANGE', 8192, 16383);
    await first.redis.call('CLUSTER', 'MEET', '127.0.0.1', other.port, other.bus);
    for (const { redis } of [first, second]) {
      while (!/cluster_state:ok/.test(await redis.cluster('INFO'))) await delay(50);
    }
    for (const { port } of [one, other]) {
      const error = await rejectsWith('unexpected-error', open(`127.0.0.1:${port}`));
      assert.match(error.message, /is a node of a Redis Cluster, .* Name a Redis that is no cluster/);
    }
  });

  test('a cluster of one node is as good as none; one that is not whole is told', async () => {
    await using node = await startNode();
    using plain = client(node.port);
    await plain.redis.cluster('ADDSLOTSRANGE', 0, 8191);
    const error = await rejectsWith('connection-error', open(`127.0.0.1:${node.port}`));
    assert.match(error.message, /a cluster that is not whole \(CLUSTERDOWN\)/);
    await plain.redis.cluster('ADDSLOTSRANGE', 8192, 16383);
    while (!/cluster_state:ok/.test(await plain.redis.cluster('INFO'))) await delay(20);
    await using bucket = await open(`127.0.0.1:${node.port}`);
    for (const key of ['a', 'b', 'c', 'd']) await bucket.set(key, bytes('value'));
    assert.deepEqual(await keysOf(bucket), ['a', 'b', 'c', 'd']);
  });

  test('a Sentinel keeps no data, and says so when it is opened', async () => {
    await using sentinel = await startSentinel();
    const error = await rejectsWith('unexpected-error', open(`127.0.0.1:${sentinel.port}`));
    assert.match(error.message, /Is it a Sentinel.*Name the Redis itself/);
  });

  test('a replica is read, and says what it does not take', async () => {
    await using server = await startRedis(undefined, ['--replicaof', '127.0.0.1', '1']);
    await using bucket = await open(`127.0.0.1:${server.port}`);
    assert.equal(await bucket.get('key'), undefined);
    const error = await rejectsWith('io-error', bucket.set('key', bytes('value')));
    assert.match(error.message, /read-only replica; name its primary in REDIS_ADDRESS \(READONLY\)/);
    const stale = ['--replicaof', '127.0.0.1', '1', '--replica-serve-stale-data', 'no'];
    await using alone = await startRedis(undefined, stale);
    const lost = await rejectsWith('connection-error', open(`127.0.0.1:${alone.port}`));
    assert.match(lost.message, /has lost its primary/);
  });

  test('a full one says so at the first write', async () => {
    await using server = await startRedis(undefined, ['--maxmemory', '1']);
    await using bucket = await open(`127.0.0.1:${server.port}`);
    const error = await rejectsWith('io-error', bucket.set('key', bytes('value')));
    assert.match(error.message, /its memory is full; raise its "maxmemory" \(OOM\)/);
  });
});

/** A node of a cluster; `bus` is where the others speak to it. */
async function startNode() {
  // as a rule 10,000 above the other port, where there may be no port
  const bus = await freePort();
  const settings = ['--cluster-enabled', 'yes', '--cluster-port', String(bus)];
  return Object.assign(await startRedis(undefined, settings), { bus });
}

function client(port: number): Disposable & { redis: Redis } {
  const redis = new Redis({ host: '127.0.0.1', port });
  return { redis, [Symbol.dispose]: () => redis.disconnect() };
}
