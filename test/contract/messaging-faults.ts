/** The contract of a messaging provider whose server fails: typed errors, and calls that work again when it is back. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import type { Delivery, Message, Subscription } from '@slight/runtime/ports/messaging.ts';
import type { FaultyServer } from './faulty-server.ts';
import { failsWith, message, next, take, textOf } from './messaging-asserts.ts';
import type { Broker } from './messaging-asserts.ts';

export interface MessagingFaultContract<Server extends FaultyServer> {
  /** A running server that asks for a password. */
  readonly start: () => Promise<Server>;
  /** Opens a name with deadlines of about two seconds; `password` in place of the right one. */
  readonly open: (server: Server, name: string, password?: string) => Promise<Broker>;
  /** Whether a server that was killed has again what it had. */
  readonly keeps: boolean;
  /** More bytes than it takes in one message. */
  readonly tooMany: number;
}

/** What it may be told as when a connection breaks, or cannot be made. */
const away = ['connection-lost', 'service-unavailable'] as const;

const never = new AbortController().signal;

export function messagingFaultContract<Server extends FaultyServer>(
  label: string,
  { start, open, keeps, tooMany }: MessagingFaultContract<Server>,
): void {
  describe(`${label} tells how its server fails`, () => {
    test('a wrong password is insufficient-permissions, and is not repeated in it', async () => {
      await using server = await start();
      const password = Buffer.from('not the password').toString('base64');
      const error = await failsWith('insufficient-permissions', open(server, 'broker', password));
      assert.ok(!error.message.includes(password), error.message);
    });

    test('a server that is away is service-unavailable when the name is opened', async () => {
      await using server = await start();
      await server.stop();
      await failsWith('service-unavailable', open(server, 'broker'));
      await server.start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      await broker.publish('topic', message('back'));
      assert.deepEqual(await take(subscription, 1), ['back']);
    });

    test('a server that goes away between two calls is told until it is back', async () => {
      await using server = await start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      await using queue = await broker.queue();
      await server.stop();
      await failsWith(away, broker.publish('topic', message('lost')));
      await failsWith(away, queue.send(message('lost')));
      await failsWith(away, broker.subscribe('other'));
      await failsWith(away, subscription.receive(never));
      await failsWith(away, subscription.receive(never));
      await server.start();
      await untilReceived((sent) => broker.publish('topic', sent), subscription);
      await untilReceived((sent) => queue.send(sent), queue);
    });

    test('a server that stops while it is waited for is told, and what comes after it is back is received', async () => {
      await using server = await start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      const waits = failsWith(away, subscription.receive(never));
      // so that the call is on its way
      await delay(50);
      await server.stop();
      await waits;
      await server.start();
      await untilReceived((sent) => broker.publish('topic', sent), subscription);
    });

    test(
      'a message that is held when the connection breaks cannot be accepted, and comes again',
      { skip: !keeps && 'the server keeps nothing over a kill' },
      async () => {
        await using server = await start();
        await using broker = await open(server, 'broker');
        await using subscription = await broker.subscribe('topic');
        await broker.publish('topic', message('held'));
        const delivery = await next(subscription);
        await server.stop();
        await failsWith(away, broker.publish('topic', message('lost')));
        await failsWith(away, delivery.accept());
        await server.start();
        assert.equal(textOf(await againFrom(subscription)), 'held');
      },
    );

    test('a server that does not answer is service-unavailable, and the next call works when it answers again', async () => {
      await using server = await start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      server.pause();
      await failsWith('service-unavailable', broker.publish('topic', message('lost')));
      await failsWith('service-unavailable', broker.publish('topic', message('lost')));
      server.resume();
      await untilReceived((sent) => broker.publish('topic', sent), subscription);
    });

    test('a connection that is half open is found out while it is waited on', async () => {
      await using server = await start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      server.pause();
      await failsWith(away, subscription.receive(never));
      server.resume();
    });

    test('a message that is too large is payload-too-large, and the next one goes', async () => {
      await using server = await start();
      await using broker = await open(server, 'broker');
      await using subscription = await broker.subscribe('topic');
      await using queue = await broker.queue();
      const body = new Uint8Array(tooMany);
      await failsWith('payload-too-large', broker.publish('topic', { body }));
      await failsWith('payload-too-large', queue.send({ body }));
      await broker.publish('topic', message('small'));
      assert.deepEqual(await take(subscription, 1), ['small']);
    });
  });
}

/** The next message; the connection may have to be made again first. */
async function againFrom(subscription: Subscription): Promise<Delivery> {
  const deadline = AbortSignal.timeout(15_000);
  for (;;) {
    try {
      return await subscription.receive(deadline);
    } catch (error) {
      if (deadline.aborted) throw error;
      await delay(20);
    }
  }
}

/** Sends until that is received: a subscription of a broker that forgot it is made again by a receive. */
async function untilReceived(
  send: (sent: Message) => Promise<void>,
  subscription: Subscription,
): Promise<void> {
  const found = new AbortController();
  const received = (async () => {
    for (;;) {
      const delivery = await againFrom(subscription);
      await delivery.accept();
      if (textOf(delivery) === 'back') return;
    }
  })().finally(() => found.abort());
  while (!found.signal.aborted) {
    await send(message('back')).catch(() => undefined);
    await delay(50, undefined, { signal: found.signal }).catch(() => undefined);
  }
  await received;
}
