import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Redis } from 'ioredis';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { parseAddress } from '@slight/runtime/providers/keyvalue/redis/address.ts';
import { keyvalueFaultContract } from './keyvalue-faults.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { startRedis } from './servers.ts';
import type { TestServer } from './servers.ts';

const context = { signal: new AbortController().signal };
let server: TestServer;
before(async () => (server = await startRedis()));
after(() => server[Symbol.asyncDispose]());

const open = (name: string) => openRedis(name, { REDIS_ADDRESS: `127.0.0.1:${server.port}` }, context);

// long enough that a busy machine answers in time
const deadlines = { connect: 2000, command: 2000 };

keyvalueFaultContract('keyvalue.redis', {
  start: () => startRedis('hunter2'),
  configs: ({ port }, password = 'hunter2') => ({
    REDIS_ADDRESS: `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
  }),
  open: (name, configs) => openRedis(name, configs, context, deadlines),
});

test('keyvalue.redis lays its keys out as slight did', async () => {
  await using bucket = await open('orders');
  using redis = plainRedis();
  await bucket.set('42', bytes('paid'));
  assert.equal(await redis.client.get('orders:42'), 'paid');
  await redis.client.set('orders:43', 'open');
  assertValue(await bucket.get('43'), bytes('open'));
  assert.deepEqual(await keysOf(bucket), ['42', '43']);
});

test('keyvalue.redis keeps stores apart whose names are patterns of each other', async () => {
  await using star = await open('o*');
  await using brackets = await open('o[a-z]ders');
  await using colon = await open('or:a');
  await using or = await open('or');
  await using percent = await open('or%3Aa');
  for (const bucket of [star, brackets, colon, or, percent]) await bucket.set('key', bytes('value'));
  await or.set('a:more', bytes('value'));
  assert.deepEqual(await keysOf(star), ['key']);
  assert.deepEqual(await keysOf(brackets), ['key']);
  assert.deepEqual(await keysOf(colon), ['key']);
  assert.deepEqual(await keysOf(percent), ['key']);
  assert.deepEqual(await keysOf(or), ['a:more', 'key']);
});

test('keyvalue.redis opens one connection, whatever is asked at once', async () => {
  using redis = plainRedis();
  await redis.client.ping();
  const others = await connections(redis.client);
  await using bucket = await open('busy');
  await Promise.all(Array.from({ length: 100 }, (_, index) => bucket.set(`key ${index}`, bytes('value'))));
  assert.equal(await connections(redis.client), others + 1);
});

test('keyvalue.redis says invalid-value of a key that is no plain value', async () => {
  await using bucket = await open('types');
  using redis = plainRedis();
  await redis.client.lpush('types:list', 'element');
  await rejectsWith('invalid-value', bucket.get('list'));
});

test('keyvalue.redis refuses a value that is larger than a string of Redis, and goes on', async () => {
  await using bucket = await open('large');
  await bucket.set('key', bytes('small'));
  const value = Buffer.alloc(512 * 1024 * 1024 + 1);
  const waiting = bucket.get('key');
  for (const call of [bucket.set('key', value), bucket.swap('key', bytes('small'), value)])
    assert.match((await rejectsWith('invalid-value', call)).message, /at most 512 MiB/);
  assertValue(await waiting, bytes('small'));
  assertValue(await bucket.get('key'), bytes('small'));
});

test('keyvalue.redis asks for the password that is missing', async () => {
  await using guarded = await startRedis('hunter2');
  const opening = openRedis('store', { REDIS_ADDRESS: `127.0.0.1:${guarded.port}` }, context);
  assert.match((await rejectsWith('authentication-error', opening)).message, /asks for a password/);
});

test('keyvalue.redis ends its waits with the run', async () => {
  const run = new AbortController();
  await using own = await startRedis();
  await using bucket = await openRedis(
    'store',
    { REDIS_ADDRESS: `127.0.0.1:${own.port}` },
    { signal: run.signal },
  );
  own.pause();
  const call = rejectsWith('connection-error', bucket.get('key'));
  run.abort();
  await call;
  await rejectsWith('connection-error', bucket.get('key'));
});

test('REDIS_ADDRESS is read in every form, and is not repeated where it is wrong', () => {
  const local = { host: 'localhost', port: 6379, tls: false, db: 0 };
  assert.deepEqual(parseAddress('localhost'), local);
  assert.deepEqual(parseAddress('localhost:7000'), { ...local, port: 7000 });
  assert.deepEqual(parseAddress('redis://localhost'), local);
  assert.deepEqual(parseAddress('redis://localhost:7000/3'), { ...local, port: 7000, db: 3 });
  assert.deepEqual(parseAddress('redis://:p%40ss@localhost'), { ...local, password: 'p@ss' });
  assert.deepEqual(parseAddress('redis://:100%@localhost'), { ...local, password: '100%' });
  assert.deepEqual(parseAddress('rediss://me:pass@localhost'), {
    ...local,
    tls: true,
    username: 'me',
    password: 'pass',
  });
  assert.deepEqual(parseAddress('redis://[::1]:7000'), { ...local, host: '::1', port: 7000 });
  const socket = { ...local, port: 0, path: '/run/redis.sock' };
  assert.deepEqual(parseAddress('unix:///run/redis.sock'), socket);
  assert.deepEqual(parseAddress('redis+unix:///run/redis.sock?db=2&pass=p'), {
    ...socket,
    db: 2,
    password: 'p',
  });
  for (const address of [
    undefined,
    '',
    'unix:///run/redis.sock?pass=hunter2&db=x',
    'http://:hunter2@localhost',
    'redis://:hunter2@',
    'redis://:hunter2@localhost/x',
  ]) {
    assert.throws(
      () => parseAddress(address),
      (error: Error) => error.message.startsWith('REDIS_ADDRESS') && !error.message.includes('hunter2'),
    );
  }
});

function plainRedis(): Disposable & { client: Redis } {
  const client = new Redis({ host: '127.0.0.1', port: server.port });
  return { client, [Symbol.dispose]: () => client.disconnect() };
}

async function connections(client: Redis): Promise<number> {
  return Number(/connected_clients:(\d+)/.exec(await client.info('clients'))?.[1]);
}
