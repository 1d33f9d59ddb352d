/** messaging.nats beyond the contract: what of the server is not for guests, and what others delete there. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { openNats as openStore } from '@slight/runtime/providers/keyvalue/nats.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import { assertValue, bytes } from './keyvalue-asserts.ts';
import { failsWith, message, next, take } from './messaging-asserts.ts';
import { startNats, startServer } from './servers.ts';
import type { TestServer } from './servers.ts';

const right = 'the password';
const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-nats-'));
after(() => folder.remove());

let server: TestServer;
let client: NatsConnection;
let admin: JetStreamManager;
before(async () => {
  server = await startNats(right);
  client = await connect({ servers: `127.0.0.1:${server.port}`, user: 'slight', pass: right });
  admin = await jetstreamManager(client);
});
after(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

const configs = ({ port } = server) => ({
  NATS_URL: `nats://slight:${encodeURIComponent(right)}@127.0.0.1:${port}`,
});
const context = (name: string) => ({
  signal: new AbortController().signal,
  folder: path.join(folder.path, name),
});
const open = (name = 'broker') => openNats(name, configs(), context(name));

describe('messaging.nats', () => {
  test('what is the server’s own is neither published to nor subscribed to', async () => {
    await using store = await openStore('store', configs(), context('store'));
    await store.set('money', bytes('100'));
    await using broker = await open();
    await using queue = await broker.queue();
    for (const topic of [
      '$KV.store.money',
      '$JS.API.STREAM.DELETE.KV_store',
      '$SYS.REQ.SERVER.PING',
      '$O.b.C.c',
      '$',
    ]) {
      for (const call of [
        broker.publish(topic, message('1000000')),
        broker.publish('questions', { ...message('text'), replyTo: topic }),
        queue.send({ ...message('text'), replyTo: topic }),
        broker.subscribe(topic),
      ]) {
        const error = await failsWith('queue-or-topic-not-found', call);
        assert.equal(
          error.message,
          `"${topic}" is the server's own: use a topic that does not begin with "$".`,
        );
      }
    }
    assertValue(await store.get('money'), bytes('100'));
  });

  test('a wildcard that takes what is the server’s own, or the answers of others, is refused', async () => {
    await using broker = await open();
    for (const [topic, narrower] of [
      ['>', 'orders.>'],
      ['*.>', 'orders.>'],
      ['*.b', 'orders.b'],
    ] as const) {
      const error = await failsWith('queue-or-topic-not-found', broker.subscribe(topic));
      assert.equal(
        error.message,
        `"${topic}" takes what is the server's own too; begin it with a word, as in "${narrower}".`,
      );
    }
    for (const topic of ['_INBOX.>', '_INBOX.*']) {
      const error = await failsWith('queue-or-topic-not-found', broker.subscribe(topic));
      assert.match(error.message, /takes the answers that others wait for/);
    }
    // one word has none of them
    await using one = await broker.subscribe('*');
    await broker.publish('word', message('text'));
    assert.deepEqual(await take(one, 1), ['text']);
  });

  test('the longest topic and the longest one for its answer go through, and a longer one is refused', async () => {
    await using broker = await open();
    const [longest, answers] = [`t.${'t'.repeat(1_898)}`, `a.${'a'.repeat(1_898)}`];
    await broker.publish(longest, { ...message('by nobody’s stream'), replyTo: answers });
    await using subscription = await broker.subscribe(longest, { group: 'g' });
    await broker.publish(longest, { ...message('text'), replyTo: answers });
    const { message: received } = await next(subscription);
    assert.deepEqual([received.topic, received.replyTo], [longest, answers]);
    for (const topic of ['t'.repeat(1_901), 'ä'.repeat(951), 't'.repeat(5_000)]) {
      for (const call of [
        broker.publish(topic, message('text')),
        broker.publish('t', { ...message('text'), replyTo: topic }),
        broker.subscribe(topic),
      ]) {
        const error = await failsWith('queue-or-topic-not-found', call);
        assert.match(
          error.message,
          /^The topic has \d+ bytes, and one of NATS has at most 1900; make it shorter\.$/,
        );
      }
    }
  });

  test('a stream that is deleted during the run is made again, and what is published then is received', async () => {
    await using broker = await open('deleted');
    await using own = await broker.subscribe('deleted.own');
    await using group = await broker.subscribe('deleted.*', { group: 'g' });
    await broker.publish('deleted.own', message('before'));
    for (const one of [own, group]) assert.deepEqual(await take(one, 1), ['before']);
    for (const isAwaited of [true, false]) {
      const waiting = isAwaited ? [take(own, 1), take(group, 1)] : [];
      // the server has been asked
      if (isAwaited) await pending('slight', 2);
      await admin.streams.delete('slight');
      await broker.publish('deleted.own', message('after'));
      const texts = await Promise.all(isAwaited ? waiting : [take(own, 1), take(group, 1)]);
      assert.deepEqual(texts, [['after'], ['after']]);
    }
  });

  test('a queue that is deleted during the run is made again', async () => {
    await using broker = await open('line');
    const deleteQueues = async () => {
      for (const stream of await queues()) await admin.streams.delete(stream);
    };
    // of other tests
    await deleteQueues();
    await using queue = await broker.queue();
    await queue.send(message('before'));
    assert.deepEqual(await take(queue, 1), ['before']);
    await deleteQueues();
    await queue.send(message('after'));
    assert.deepEqual(await take(queue, 1), ['after']);
    const waiting = take(queue, 1);
    for (const stream of await queues()) await pending(stream, 1);
    await deleteQueues();
    await queue.send(message('awaited'));
    assert.deepEqual(await waiting, ['awaited']);
  });

  test('what is accepted after its stream was deleted is not taken for a message of the new one', async () => {
    await using broker = await open('numbers');
    await using subscription = await broker.subscribe('numbers', { group: 'g' });
    await admin.streams.delete('slight');
    await broker.publish('numbers', message('old'));
    const old = await next(subscription);
    await admin.streams.delete('slight');
    await broker.publish('numbers', message('new'));
    const held = await next(subscription);
    await old.accept();
    await held.release();
    assert.deepEqual(await take(subscription, 1), ['new']);
  });

  test('a consumer that is deleted alone is made again', async () => {
    await using broker = await open('consumer');
    await using subscription = await broker.subscribe('consumer', { group: 'g' });
    const waiting = take(subscription, 1);
    const name = await pending('slight', 1);
    await admin.consumers.delete('slight', name);
    // made again by who waits
    await pending('slight', 1);
    await broker.publish('consumer', message('text'));
    assert.deepEqual(await waiting, ['text']);
  });

  test('a stream of others that answers in the place of JetStream is told of, and nothing goes to stderr', async (t) => {
    const told = t.mock.method(console, 'error', () => undefined);
    // one that is over ">" does so, unless JetStream is the faster one: here it is not there
    await using own = await startServer((port) => ({
      command: 'nats-server',
      arguments: [
        '-a',
        '127.0.0.1',
        '-p',
        String(port),
        '-l',
        '/dev/null',
        '--user',
        'slight',
        '--pass',
        right,
      ],
    }));
    const other = await connect({ servers: `127.0.0.1:${own.port}`, user: 'slight', pass: right });
    other.subscribe('$JS.API.STREAM.*', {
      callback: (_, asked) => void asked.respond(JSON.stringify({ stream: 'ALL', seq: 1 })),
    });
    await other.flush();
    await using broker = await openNats('broker', configs(own), context('all'));
    for (const call of [() => broker.publish('topic', message('text')), () => broker.subscribe('topic')]) {
      const error = await failsWith('service-unavailable', call());
      assert.match(
        error.message,
        /^A stream of the NATS server keeps .* in its place: delete that stream\.$/,
      );
    }
    await other.close();
    assert.equal(told.mock.callCount(), 0);
  });
});

/** Waits until so many consumers of a stream are asked for a message; gives the name of one. */
async function pending(stream: string, count: number): Promise<string> {
  for (;;) {
    const all = await Array.fromAsync(admin.consumers.list(stream)).catch(() => []);
    const asked = all.filter(({ num_waiting: waiting }) => waiting > 0);
    if (asked.length >= count) return asked[0]?.name ?? '';
    await sleep(20);
  }
}

async function queues(): Promise<string[]> {
  const all = await Array.fromAsync(admin.streams.list());
  return all.map(({ config }) => config.name).filter((name) => name.startsWith('slight-queue-'));
}
