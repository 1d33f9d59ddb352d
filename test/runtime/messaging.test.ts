/** Messages through guests of each kind, run by the program that ships, as users do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { slight } from '@slight/runtime/cli/testing.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { shipped } from '../shipped.ts';

const root = path.join(import.meta.dirname, '../..');
const guestFile = (name: string) => path.join(root, '.cache/guests', `${name}.wasm`);
const example = path.join(root, 'examples/messaging/messaging.wasm');

/** A folder with a slightfile that serves `name` by the resource. */
async function app(resource: string, name = 'broker', configs: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-messaging-'));
  const written = Object.entries(configs).map(([key, value]) => `configs.${key} = "${value}"\n`);
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "${name}"\n${written.join('')}`,
  );
  return folder;
}

const run = (cwd: string, guest: string, args: readonly string[]) =>
  slight(['run', '-q', '--backends', 'local', guestFile(guest), 'broker', ...args], { cwd });

const guests = guestsOf('messaging');
const of = (store: string) => guests.filter((guest) => guest.interface === store);
const withTokens = guests.filter(({ generation }) => generation !== '0.2');

describe('a guest publishes and receives', () => {
  for (const { name } of withTokens) {
    test(name, async () => {
      await using folder = await app('messaging.filesystem', 'broker', { RECEIVE_TIMEOUT: '1' });
      const words = 'subscribe t publish t hello publish t again receive 0 receive 0 receive 0 receive no';
      const { stdout, stderr } = run(folder.path, name, words.split(' '));
      assert.equal(
        stdout,
        `subscribe:
publish:
publish:
receive: hello
receive: again
receive failed: delivery-failed: No message came within 1 s, which RECEIVE_TIMEOUT gives it.
receive failed: queue-or-topic-not-found: this handle has no subscription of that token; receive with what its own subscribe has given
`,
        stderr,
      );
    });
  }

  for (const { name } of of('pubsub')) {
    test(`${name}, which receives of all its topics`, async () => {
      await using folder = await app('messaging.filesystem');
      const words = 'subscribe t subscribe u/+ publish u/x one publish t two receive receive';
      const { stdout } = run(folder.path, name, words.split(' '));
      assert.deepEqual(stdout.trim().split('\n').slice(-2).toSorted(), ['receive: one', 'receive: two']);
    });
  }

  for (const { name } of of('mq')) {
    test(`${name}, whose queue keeps what is sent until it was received`, async () => {
      await using folder = await app('messaging.filesystem', 'broker', { RECEIVE_TIMEOUT: '1' });
      const sent = run(folder.path, name, ['send', 'first', 'send', 'second', 'receive']);
      assert.equal(sent.stdout, 'send:\nsend:\nreceive: first\n', sent.stderr);
      const { stdout } = run(folder.path, name, ['receive', 'receive']);
      assert.equal(
        stdout,
        `receive: second
receive failed: error-with-description: delivery-failed: No message came within 1 s, which RECEIVE_TIMEOUT gives it.
`,
      );
    });
  }
});

describe('the slightfile alone says what serves it', () => {
  for (const resource of [
    'messaging.filesystem',
    'messaging.nats',
    'messaging.mosquitto',
    'pubsub.mosquitto',
  ]) {
    test(`${resource}: topics, and a queue that keeps what is sent`, async () => {
      await using folder = await app(resource);
      const topics = run(folder.path, 'c-messaging-0.5', [
        'subscribe',
        't',
        'publish',
        't',
        'one',
        'receive',
        '0',
      ]);
      assert.equal(topics.stdout, 'subscribe:\npublish:\nreceive: one\n', topics.stderr);
      const queue = run(folder.path, 'c-mq-0.2', ['send', 'first', 'send', 'second', 'receive']);
      assert.equal(queue.stdout, 'send:\nsend:\nreceive: first\n', queue.stderr);
      assert.equal(run(folder.path, 'c-mq-0.2', ['receive']).stdout, 'receive: second\n');
    });

    test(`${resource}: a guest that crashes, or fails, loses nothing`, async () => {
      await using folder = await app(resource);
      const first = ['subscribe', 't', 'publish', 't', 'one', 'publish', 't', 'two', 'receive', '0'];
      assert.equal(run(folder.path, 'c-messaging-0.5', [...first, 'trap']).code, 134);
      assert.equal(run(folder.path, 'c-messaging-0.5', ['subscribe', 't', 'receive', '0', 'exit']).code, 3);
      const again = run(folder.path, 'c-messaging-0.5', ['subscribe', 't', 'receive', '0', 'receive', '0']);
      assert.deepEqual(again.stdout.trim().split('\n').slice(1).toSorted(), ['receive: one', 'receive: two']);
      const { stdout } = run(folder.path, 'c-messaging-0.5', [
        ...['subscribe', 't', 'publish', 't', 'three', 'receive', '0'],
      ]);
      assert.match(stdout, /receive: three/);
    });
  }
});

test('examples/messaging: by itself it publishes and packs', async () => {
  await using folder = await app('messaging.filesystem', 'orders', {});
  const { stdout } = slight(['run', '-q', example], { cwd: folder.path });
  assert.equal(stdout, 'published apples\npublished pears\npacked apples\npacked pears\n');
});

test('examples/messaging: workers of a group share what is published, and what nobody has waits', async () => {
  await using folder = await app('messaging.filesystem', 'orders', { CONSUMER_GROUP: 'packers' });
  const worker = (count: number) => {
    const child = spawn(
      process.execPath,
      [shipped('slight.mjs'), 'run', '-q', example, 'work', String(count)],
      { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const lines: string[] = [];
    const waiting = new Promise<undefined>((resolve) => {
      createInterface(child.stdout).on('line', (line) => {
        lines.push(line);
        if (line === 'waiting for orders') resolve(undefined);
      });
    });
    const ended = once(child, 'close').then(([code]) => ({ code: code as number, lines: lines.slice(1) }));
    return { waiting, ended };
  };
  const publish = (...orders: string[]) => {
    const { stdout } = slight(['run', '-q', example, 'publish', ...orders], { cwd: folder.path });
    assert.equal(stdout, orders.map((order) => `published ${order}\n`).join(''));
  };
  const workers = [worker(1), worker(1)];
  await Promise.all(workers.map(({ waiting }) => waiting));
  publish('apples', 'pears', 'plums');
  const [one, other] = await Promise.all(workers.map(({ ended }) => ended));
  assert.deepEqual([one?.code, other?.code], [0, 0]);
  assert.deepEqual([...(one?.lines ?? []), ...(other?.lines ?? [])].toSorted(), [
    'packed apples',
    'packed pears',
  ]);
  assert.deepEqual(await worker(1).ended, { code: 0, lines: ['packed plums'] });
});
