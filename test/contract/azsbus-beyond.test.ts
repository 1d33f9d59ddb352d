/** What messaging.azsbus does beyond its contract: its end, its locks, what a policy may not, names, what others send. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import { openServiceBus } from '@slight/runtime/providers/messaging/azsbus.ts';
import { contextOf } from './context.ts';
import { assertOnly, failsWith, message, next, take, textOf } from './messaging-asserts.ts';
import type { ServiceBus } from './service-bus.ts';
import { startServiceBus } from './service-bus.ts';

const stack = new AsyncDisposableStack();
after(() => stack.disposeAsync());
const data = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-azsbus-'))).path;
let folders = 0;

const open = (server: ServiceBus, name = 'broker', configs: Readonly<Record<string, string>> = {}) =>
  openServiceBus(
    name,
    { ...server.configs(), ...configs },
    contextOf({ folder: path.join(data, String(++folders)) }),
    { connect: 5_000, command: 5_000 },
  );

describe('a process that has closed messaging.azsbus ends at once', () => {
  const modes: Readonly<Record<string, (server: ServiceBus) => unknown>> = {
    whole: () => undefined,
    broken: (server) => server.stop(),
    ended: (server) => server.end('connections'),
    mute: (server) => server.pause(),
    aborted: () => undefined,
  };
  for (const [mode, act] of Object.entries(modes)) {
    test(mode, async () => {
      await using server = await startServiceBus();
      const folder = path.join(data, `process-${mode}`);
      const user = path.join(import.meta.dirname, 'service-bus-user.ts');
      const child = spawn(process.execPath, [user, folder, JSON.stringify(server.configs()), mode], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
      const says = async (word: string) => {
        while (!printed.includes(word))
          await once(child.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
      };
      try {
        await says('waits');
        await act(server);
        await says('closed');
        // the client's own timers would hold it for half a minute, one or two
        if (child.exitCode === null) await once(child, 'exit', { signal: AbortSignal.timeout(10_000) });
        assert.equal(child.exitCode, 0);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});

describe('messaging.azsbus', () => {
  test('a message stays with who works on it for longer than its lock', async () => {
    await using server = await startServiceBus();
    server.entities.lockMs = 2_500;
    await using broker = await open(server);
    await using one = await broker.subscribe('topic', { group: 'group' });
    await broker.publish('topic', message('held'));
    const delivery = await next(one);
    await using two = await broker.subscribe('topic', { group: 'group' });
    await assert.rejects(two.receive(AbortSignal.timeout(5_500)), { name: 'TimeoutError' });
    await delivery.accept();
    await assertOnly(two, (text) => broker.publish('topic', message(text)));
  });

  test('a link that the server ends, as it does with one that is idle, is made again, and nobody is told', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    await using subscription = await broker.subscribe('topic');
    await broker.publish('topic', message('held'));
    const held = await next(subscription);
    const waiting = next(subscription);
    await delay(100);
    server.end('links');
    await delay(100);
    await broker.publish('topic', message('waited for'));
    const delivery = await waiting;
    assert.equal(textOf(delivery), 'waited for');
    await held.accept();
    await delivery.accept();
    await assertOnly(subscription, (text) => broker.publish('topic', message(text)));
  });

  test('a connection that the server ends is told to who waits, and made again', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    await using subscription = await broker.subscribe('topic');
    const waiting = failsWith('connection-lost', next(subscription));
    await delay(100);
    server.end('connections');
    await failsWith('connection-lost', broker.publish('topic', message('lost')));
    await waiting;
    await broker.publish('topic', message('published'));
    assert.deepEqual(await take(subscription, 1), ['published']);
  });

  test('where the policy may not manage, what is there is used, and what is not there is said', async () => {
    await using server = await startServiceBus();
    {
      await using broker = await open(server);
      await using queue = await broker.queue();
      await using subscription = await broker.subscribe('there', { group: 'group' });
      await queue.send(message('sent'));
      await broker.publish('there', message('published'));
      server.allowed.manage = false;
      assert.equal(textOf(await next(queue)), 'sent');
      assert.equal(textOf(await next(subscription)), 'published');
    }
    await using broker = await open(server, 'broker', { CONSUMER_GROUP: 'group' });
    await using queue = await broker.queue();
    await using subscription = await broker.subscribe('there');
    assert.deepEqual(await take(queue, 1), ['sent']);
    assert.deepEqual(await take(subscription, 1), ['published']);
    await using other = await open(server, 'other');
    for (const [call, what] of [
      [() => broker.subscribe('not-there'), /has not the topic not-there with the subscription group, /],
      [() => broker.publish('not-there', message('lost')), /has not the topic not-there, /],
      [() => other.queue(), /has not the queue other, /],
    ] as const) {
      const { message: told } = await failsWith('queue-or-topic-not-found', call());
      assert.match(told, what);
      assert.match(told, /Write it into the configuration of the emulator/);
    }
  });

  test('a server that is busy or full says so, and what is held stays held', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    await using subscription = await broker.subscribe('topic');
    await broker.publish('topic', message('held'));
    const held = await next(subscription);
    for (const [condition, sentence] of [
      ['com.microsoft:server-busy', /is busy\. Try it again later\.$/],
      ['amqp:resource-limit-exceeded', /has no room for more/],
    ] as const) {
      server.refusal.condition = condition;
      const error = await failsWith('service-unavailable', broker.publish('topic', message('lost')));
      assert.match(error.message, sentence);
    }
    server.refusal.condition = undefined;
    await held.accept();
    await assertOnly(subscription, (text) => broker.publish('topic', message(text)));
  });

  test('a name that Service Bus can have no queue or topic of is refused', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    for (const topic of ['a b', '/a', 'a/', 'a#b', 'ä', 'a'.repeat(251)]) {
      await failsWith('queue-or-topic-not-found', broker.publish(topic, message('lost')));
      await failsWith('queue-or-topic-not-found', broker.subscribe(topic));
    }
    await using odd = await open(server, 'a b');
    await failsWith('queue-or-topic-not-found', odd.queue());
    await using topics = await broker.subscribe(`a/b.c_d-${'e'.repeat(240)}`);
    await broker.publish(`a/b.c_d-${'e'.repeat(240)}`, message('text'));
    assert.deepEqual(await take(topics, 1), ['text']);
  });

  test('a group may have any name', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    const groups = ['plain', 'Ä / #?', 'g'.repeat(51), '-'];
    for (const group of groups) {
      await using subscription = await broker.subscribe('topic', { group });
      await broker.publish('topic', message(group));
      assert.deepEqual((await take(subscription, 1)).at(-1), group);
    }
  });

  test('a queue is no topic: neither becomes the other', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server, 'queue');
    await using other = await open(server, 'other');
    await using queue = await broker.queue();
    const { message: told } = await failsWith('queue-or-topic-not-found', other.subscribe('queue'));
    assert.match(told, /has queue as a queue, and so it can be no topic\. Name another\.$/);
    await queue.send(message('sent'));
    assert.deepEqual(await take(queue, 1), ['sent']);
  });

  test('what others send as values of AMQP is received as text', async () => {
    await using server = await startServiceBus();
    await using broker = await open(server);
    await using queue = await broker.queue();
    for (const [body, text] of [
      ['text', 'text'],
      [{ id: 1 }, '{"id":1}'],
      [null, ''],
    ] as const) {
      server.entities.put('broker', { body });
      assert.deepEqual(await take(queue, 1), [text]);
    }
  });

  test('configs that cannot be used are said without the key', async () => {
    await using server = await startServiceBus();
    const key = server.configs()['AZURE_POLICY_KEY'] ?? '';
    for (const [configs, sentence] of [
      [{ AZURE_SERVICE_BUS_NAMESPACE: '' }, /^AZURE_SERVICE_BUS_NAMESPACE is not set\./],
      [{ AZURE_SERVICE_BUS_NAMESPACE: 'https://shop' }, /^AZURE_SERVICE_BUS_NAMESPACE is no name/],
      [{ AZURE_POLICY_NAME: '' }, /^AZURE_POLICY_NAME is not set\./],
      [{ AZURE_POLICY_NAME: 'a;b' }, /^AZURE_POLICY_NAME is no name/],
      [{ AZURE_POLICY_KEY: '' }, /^AZURE_POLICY_KEY is not set\./],
      [{ AZURE_POLICY_KEY: `Endpoint=sb://shop;SharedAccessKey=${key}` }, /^AZURE_POLICY_KEY is no key/],
      [{ AZURE_SERVICE_BUS_ENDPOINT: 'sb://localhost' }, /^AZURE_SERVICE_BUS_ENDPOINT is no address/],
      [{ AZURE_SERVICE_BUS_ENDPOINT: 'example.com:5672' }, /is not on this machine/],
      [{ AZURE_SERVICE_BUS_MANAGEMENT_PORT: 'x' }, /^AZURE_SERVICE_BUS_MANAGEMENT_PORT is no port/],
      [{ AZURE_SERVICE_BUS_MANAGEMENT_PORT: '1' }, /has not the queue broker, and cannot be asked/],
    ] as const) {
      const error = await failsWith(
        ['unexpected-error', 'service-unavailable', 'queue-or-topic-not-found'],
        open(server, 'broker', configs).then(async (broker) => {
          await using opened = broker;
          await opened.queue();
        }),
      );
      assert.match(error.message, sentence);
      assert.ok(!error.message.includes(key), error.message);
    }
  });
});
