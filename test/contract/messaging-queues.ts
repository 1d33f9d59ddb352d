/** The contract of the queue that a name has. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { assertOnly, message, next, take, takeTogether, textOf } from './messaging-asserts.ts';
import type { Broker } from './messaging-asserts.ts';

export function queueContract(
  open: (name: string) => Promise<Broker>,
  fresh: () => string,
  largest: number,
): void {
  test('a queue keeps what is sent before anybody receives, in order, and over the end of its run', async () => {
    const name = fresh();
    {
      await using broker = await open(name);
      await using queue = await broker.queue();
      for (const text of ['first', 'second']) await queue.send(message(text));
    }
    await using broker = await open(name);
    await using queue = await broker.queue();
    await queue.send(message('third'));
    assert.deepEqual(await take(queue, 3), ['first', 'second', 'third']);
    await assertOnly(queue, (text) => queue.send(message(text)));
  });

  test('the receivers of a queue share it', async () => {
    const name = fresh();
    await using broker = await open(name);
    await using other = await open(name);
    await using one = await broker.queue();
    await using two = await other.queue();
    for (let index = 0; index < 10; index++) await one.send(message(`message ${index}`));
    const found = await takeTogether([one, two], 10);
    assert.equal(new Set(found).size, 10);
  });

  test('a queue has again what was released, or held by a receiver that is gone', async () => {
    const name = fresh();
    await using broker = await open(name);
    await using queue = await broker.queue();
    await queue.send(message('message'));
    await (await next(queue)).release();
    {
      await using other = await open(name);
      await using held = await other.queue();
      assert.equal(textOf(await next(held)), 'message');
    }
    assert.deepEqual(await take(queue, 1), ['message']);
    await assertOnly(queue, (text) => queue.send(message(text)));
  });

  test('a queue holds any bytes', async () => {
    await using broker = await open(fresh());
    await using queue = await broker.queue();
    for (const body of [new Uint8Array(), randomBytes(largest)]) {
      await queue.send({ body });
      const delivery = await next(queue);
      assert.equal(Buffer.compare(delivery.message.body, body), 0, `${body.length} bytes`);
      await delivery.accept();
    }
  });

  test('a queue is no topic, and no queue of another name', async () => {
    const name = fresh();
    await using broker = await open(name);
    await using other = await open(`${name}-other`);
    await using queue = await broker.queue();
    await using beside = await other.queue();
    await using subscription = await broker.subscribe(name);
    await broker.publish(name, message('to the topic'));
    await beside.send(message('to the other'));
    await queue.send(message('to the queue'));
    assert.deepEqual(await take(queue, 1), ['to the queue']);
    assert.deepEqual(await take(beside, 1), ['to the other']);
    assert.deepEqual(await take(subscription, 1), ['to the topic']);
    await assertOnly(queue, (text) => queue.send(message(text)));
    await assertOnly(subscription, (text) => broker.publish(name, message(text)));
  });
}
