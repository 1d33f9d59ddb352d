/** keyvalue.nats beyond the contract: its bucket, what others leave in one, its limits and its failures. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { openNats } from '@slight/runtime/providers/keyvalue/nats.ts';
import { assertValue, bytes, inParallel, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { keyvalueFaultContract } from './keyvalue-faults.ts';
import { startNats } from './servers.ts';
import type { TestServer } from './servers.ts';

const context = { signal: new AbortController().signal };
const right = 'the password';
const configs = ({ port }: { readonly port: number }, password = right) => ({
  NATS_URL: `nats://slight:${encodeURIComponent(password)}@127.0.0.1:${port}`,
});

let server: TestServer;
let client: NatsConnection;
let streams: JetStreamClient;
let admin: JetStreamManager;
before(async () => {
  server = await startNats(right);
  client = await connect({ servers: `127.0.0.1:${server.port}`, user: 'slight', pass: right });
  streams = jetstream(client);
  admin = await jetstreamManager(client);
});
after(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

const open = (name: string) => openNats(name, configs(server), context);

keyvalueFaultContract('keyvalue.nats', {
  start: () => startNats(right),
  configs,
  open: (name, given) => openNats(name, given, context, { connect: 2_000, command: 2_000 }),
});

describe('keyvalue.nats', () => {
  test('a store is a bucket of its name, as ADR-8 lays it out', async () => {
    await using bucket = await open('orders');
    await bucket.set('2024/07.42', bytes('paid'));
    const message = await admin.streams.getMessage('KV_orders', { last_by_subj: '$KV.orders.2024/07.42' });
    assert.equal(message?.string(), 'paid');
    const { config } = await admin.streams.info('KV_orders');
    assert.deepEqual(
      [config.subjects, config.max_msgs_per_subject, config.discard, config.allow_rollup_hdrs],
      [['$KV.orders.>'], 1, 'new', true],
    );
  });

  test('what others set is read, and what they delete is not there', async () => {
    await using bucket = await open('others');
    await streams.publish('$KV.others.set', 'by others');
    for (const [key, name, value] of [
      ['deleted', 'KV-Operation', 'DEL'],
      ['purged', 'KV-Operation', 'PURGE'],
      ['expired', 'Nats-Marker-Reason', 'MaxAge'],
    ] as const) {
      await bucket.set(key, bytes('value'));
      const marker = headers();
      marker.set(name, value);
      await streams.publish(`$KV.others.${key}`, '', { headers: marker });
      assert.equal(await bucket.get(key), undefined, key);
      assert.equal(await bucket.exists(key), false, key);
      assert.equal(await bucket.increment(`${key} and counted`, 1n), 1n);
    }
    // a key that no guest's key can be
    await streams.publish('$KV.others.=zz', 'value');
    assert.deepEqual(await keysOf(bucket), [
      'deleted and counted',
      'expired and counted',
      'purged and counted',
      'set',
    ]);
    assert.equal(await bucket.swap('deleted', undefined, bytes('again')), true);
    assertValue(await bucket.get('deleted'), bytes('again'));
  });

  test('a bucket with a history has the last of each key, once', async () => {
    await admin.streams.add({ name: 'KV_long', subjects: ['$KV.long.>'], max_msgs_per_subject: 5 });
    await using bucket = await open('long');
    for (const value of ['one', 'two', 'three']) await bucket.set('key', bytes(value));
    assertValue(await bucket.get('key'), bytes('three'));
    assert.deepEqual(await keysOf(bucket), ['key']);
    assert.equal(await bucket.swap('key', bytes('three'), bytes('four')), true);
    await bucket.delete('key');
    assert.deepEqual(await keysOf(bucket), []);
  });

  test('a listing goes over the pages that it asks for, also where half of the keys were deleted', async () => {
    await using bucket = await open('pages');
    const keys = Array.from({ length: 2_500 }, (_, index) => `key ${10_000 + index}`);
    await inParallel(32, keys, (key) => bucket.set(key, bytes(key)));
    const [gone, left] = [keys.filter((_, at) => at % 2 === 0), keys.filter((_, at) => at % 2 === 1)];
    await inParallel(32, gone, (key) => bucket.delete(key));
    assert.deepEqual(await keysOf(bucket), left);
  });

  test('a listing ends while others write without an end', async () => {
    await using bucket = await open('busy');
    await using other = await open('busy');
    const keys = Array.from({ length: 200 }, (_, index) => `key ${1000 + index}`);
    await inParallel(32, keys, (key) => bucket.set(key, bytes(key)));
    const enough = new AbortController();
    const writing = inParallel(32, keys, async (key) => {
      while (!enough.signal.aborted) await other.set(key, bytes('again'));
    });
    try {
      for (let round = 0; round < 5; round++) assert.deepEqual(await keysOf(bucket), keys);
    } finally {
      enough.abort();
      await writing;
    }
  });

  test('a bucket that is deleted during the run is made again', async () => {
    await using bucket = await open('deleted');
    for (const again of [
      async () => assert.equal(await bucket.get('key'), undefined),
      async () => assert.deepEqual(await keysOf(bucket), []),
      async () => bucket.set('key', bytes('again')),
      async () => assert.equal(await bucket.increment('count', 2n), 2n),
      async () => bucket.delete('key'),
    ]) {
      await bucket.set('key', bytes('value'));
      await admin.streams.delete('KV_deleted');
      await again();
    }
  });

  test('a value that the bucket does not take is invalid-value, and a bucket that is full an io-error', async () => {
    const subjects = (name: string) => [`$KV.${name}.>`];
    await admin.streams.add({ name: 'KV_small', subjects: subjects('small'), max_msg_size: 1000 });
    await using small = await open('small');
    const error = await rejectsWith('invalid-value', small.set('key', new Uint8Array(1001)));
    assert.match(error.message, /does not take a value of this size/);
    const full = { max_bytes: 100_000, max_msgs_per_subject: 1, discard: 'new' } as const;
    await admin.streams.add({ name: 'KV_full', subjects: subjects('full'), ...full });
    await using bucket = await open('full');
    await bucket.set('one', new Uint8Array(60_000));
    const told = await rejectsWith('io-error', bucket.set('two', new Uint8Array(60_000)));
    assert.match(told.message, /has no room for more/);
    assert.deepEqual(await keysOf(bucket), ['one']);
  });

  test('a name that no bucket can have, and a key that is too long, are refused', async () => {
    for (const name of ['a.b', 'a/b', 'ä', 'a b', '', '>', 'x'.repeat(201)])
      await rejectsWith('invalid-key', open(name));
    await using bucket = await open('x'.repeat(200));
    await bucket.set('k'.repeat(3000), bytes('value'));
    const error = await rejectsWith('invalid-key', bucket.set('k'.repeat(3001), bytes('value')));
    assert.match(error.message, /too long for NATS: at most 3000 bytes/);
    await rejectsWith('invalid-key', bucket.get('ä'.repeat(1000)));
    assert.equal((await bucket.get('k'.repeat(3000)))?.length, 5);
  });

  test('a call ends with the run', async () => {
    const run = new AbortController();
    await using own = await startNats(right);
    await using bucket = await openNats('store', configs(own), { signal: run.signal });
    own.pause();
    const call = rejectsWith('connection-error', bucket.get('key'));
    run.abort();
    assert.match((await call).message, /The run has ended/);
    await rejectsWith('connection-error', bucket.get('key'));
  });
});
