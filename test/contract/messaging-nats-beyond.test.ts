/** messaging.nats beyond the contract: what of the server is not for guests. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openNats as openStore } from '@slight/runtime/providers/keyvalue/nats.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import { assertValue, bytes } from './keyvalue-asserts.ts';
import { failsWith, message, next, take } from './messaging-asserts.ts';
import { startNats } from './servers.ts';
import type { TestServer } from './servers.ts';

const right = 'the password';
const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-nats-'));
after(() => folder.remove());

let server: TestServer;
before(async () => (server = await startNats(right)));
after(() => server[Symbol.asyncDispose]());

const configs = () => ({
  NATS_URL: `nats://slight:${encodeURIComponent(right)}@127.0.0.1:${server.port}`,
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
});
