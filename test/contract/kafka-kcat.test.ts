/** messaging.confluent_apache_kafka beside librdkafka: with brokers of its makers, in requests as old ones have them, and with kcat. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { openKafka } from '@slight/runtime/providers/messaging/confluent_apache_kafka.ts';
import { aroundListOffsets, startMockCluster } from './kafka/mock-cluster.ts';
import { message, next, take, textOf } from './messaging-asserts.ts';

const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-kcat-'));
after(() => folder.remove());

const open = (endpoint: string, name = 'broker') =>
  openKafka(
    name,
    { CAK_ENDPOINT: endpoint },
    { signal: new AbortController().signal, folder: path.join(folder.path, `${endpoint}-${name}`) },
  );

/** What kcat prints. */
async function kcat(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('kcat', ['-q', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  return text(child.stdout);
}

test('what is published, kcat reads, from a cluster of three brokers', async () => {
  await using cluster = await startMockCluster(3);
  const [endpoint = ''] = cluster.ports.map((port) => `127.0.0.1:${port}`);
  await using broker = await open(endpoint);
  const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
  await Promise.all(texts.map((one) => broker.publish('t', message(one))));
  await broker.publish('t', { body: Buffer.from('asked'), replyTo: 'answers' });
  await broker.publish('t', { body: new Uint8Array() });
  const format = ['-f', '%s|%h\n'];
  const read = await kcat(['-C', '-b', endpoint, '-t', 't', '-o', 'beginning', '-e', ...format]);
  assert.deepEqual(read.split('\n'), [...texts.map((one) => `${one}|`), 'asked|Reply-To=answers', '|', '']);
});

test('what kcat sends is received, once, and by one of a group', async () => {
  await using cluster = await startMockCluster(1);
  await using way = await aroundListOffsets(cluster);
  const { endpoint } = way;
  const send = (lines: readonly string[], ...options: readonly string[]) =>
    kcat(['-P', '-b', endpoint, '-t', 't', ...options], lines.join('\n'));
  {
    await using broker = await open(endpoint);
    await using own = await broker.subscribe('t');
    await using group = await broker.subscribe('t', { group: 'g' });
    await send(['one', 'two', 'three'], '-p', '0');
    // compressed, and with a key
    await send(['k:four', 'k:five'], '-p', '0', '-K:', '-z', 'lz4');
    const all = ['one', 'two', 'three', 'four', 'five'];
    assert.deepEqual(await take(own, 5), all);
    assert.deepEqual(await take(group, 4), all.slice(0, 4));
    assert.equal(textOf(await next(group)), 'five');
  }
  await send(['six'], '-p', '0');
  await using broker = await open(endpoint);
  await using own = await broker.subscribe('t');
  await using group = await broker.subscribe('t', { group: 'g' });
  assert.deepEqual(await take(own, 1), ['six']);
  assert.deepEqual(await take(group, 2), ['five', 'six']);
});

test('a queue on brokers that make topics by themselves', async () => {
  await using cluster = await startMockCluster(1);
  await using way = await aroundListOffsets(cluster);
  await using broker = await open(way.endpoint);
  await using queue = await broker.queue();
  await queue.send(message('first'));
  assert.deepEqual(await take(queue, 1), ['first']);
});

test('what comes to the partitions of three brokers is received, alone and by a group', async () => {
  await using cluster = await startMockCluster(3);
  await using way = await aroundListOffsets(cluster);
  await using broker = await open(way.endpoint);
  await using own = await broker.subscribe('t');
  await using group = await broker.subscribe('t', { group: 'g' });
  const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
  // a topic has four partitions
  for (const [index, each] of texts.entries())
    await kcat(['-P', '-b', way.endpoint, '-t', 't', '-p', String(index % 4)], each);
  assert.deepEqual((await take(own, 40)).toSorted(), texts.toSorted());
  assert.deepEqual((await take(group, 40)).toSorted(), texts.toSorted());
});
