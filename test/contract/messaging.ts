/**
 * The contract of the capability messaging, which every provider passes. A caller says how to open a name; each test
 * works with names and topics of its own.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { assertOnly, failsWith, message, next, take, takeTogether, textOf } from './messaging-asserts.ts';
import type { Broker } from './messaging-asserts.ts';
import { inboxContract } from './messaging-inboxes.ts';
import { queueContract } from './messaging-queues.ts';

export interface MessagingContract {
  /** Opens a name; a second opening, also while the first is open, is as another run of the app. */
  readonly open: (name: string) => Promise<Broker>;
  /** Wildcards that the broker has, each with topics that it is to reach, and that it is not to; `%` stands for a word. */
  readonly wildcards?: readonly {
    readonly topic: string;
    readonly reached: string[];
    readonly other: string[];
  }[];
  /** How large a message may be, in bytes. Default: 10 MB. */
  readonly largest?: number;
}

export function messagingContract(
  label: string,
  { open, wildcards = [], largest = 1e7 }: MessagingContract,
): void {
  const run = randomBytes(4).toString('hex');
  let names = 0;
  const fresh = () => `contract-${run}-${++names}`;

  describe(`${label} keeps the contract of messaging`, () => {
    test('a message reaches every subscription of its topic that was made before, and no other', async () => {
      const [topic, other] = [fresh(), fresh()];
      await using broker = await open(fresh());
      await broker.publish(topic, message('nobody asked for it'));
      await using one = await broker.subscribe(topic);
      await using two = await broker.subscribe(topic);
      await using elsewhere = await broker.subscribe(other);
      await broker.publish(topic, message('first'));
      await using late = await broker.subscribe(topic);
      await broker.publish(topic, message('second'));
      assert.deepEqual(await take(one, 2), ['first', 'second']);
      assert.deepEqual(await take(two, 2), ['first', 'second']);
      assert.deepEqual(await take(late, 1), ['second']);
      for (const [from, to] of [
        [one, topic],
        [late, topic],
        [elsewhere, other],
      ] as const)
        await assertOnly(from, (text) => broker.publish(to, message(text)));
    });

    test('messages come in the order in which they were published', async () => {
      const topic = fresh();
      await using broker = await open(fresh());
      await using subscription = await broker.subscribe(topic);
      const texts = Array.from({ length: 500 }, (_, index) => `message ${index}`);
      for (const text of texts.slice(0, 250)) await broker.publish(topic, message(text));
      await Promise.all(texts.slice(250).map((text) => broker.publish(topic, message(text))));
      assert.deepEqual(await take(subscription, texts.length), texts);
    });

    test('a message holds any bytes, and says what topic it came by', async () => {
      const topic = fresh();
      await using broker = await open(fresh());
      await using subscription = await broker.subscribe(topic);
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      const bodies = [new Uint8Array(), every, every.subarray(10, 13), randomBytes(largest)];
      for (const body of bodies) {
        await broker.publish(topic, { body });
        const delivery = await next(subscription);
        assert.equal(delivery.message.topic, topic);
        assert.equal(Buffer.compare(delivery.message.body, body), 0, `${body.length} bytes`);
        await delivery.accept();
      }
    });

    test('a message says where its answer is awaited', async () => {
      const topic = fresh();
      await using broker = await open(fresh());
      await using subscription = await broker.subscribe(topic);
      await broker.publish(topic, { body: Buffer.from('question'), replyTo: `${topic}-answers` });
      const delivery = await next(subscription);
      assert.equal(delivery.message.replyTo, `${topic}-answers`);
      await delivery.accept();
    });

    test('receive waits for a message, and a wait that is given up loses none', async () => {
      const topic = fresh();
      await using broker = await open(fresh());
      await using subscription = await broker.subscribe(topic);
      await assert.rejects(subscription.receive(AbortSignal.timeout(50)), { name: 'TimeoutError' });
      const waiting = take(subscription, 1);
      await broker.publish(topic, message('first'));
      assert.deepEqual(await waiting, ['first']);
      for (let round = 0; round < 5; round++) {
        const given = new AbortController();
        const given_up = subscription.receive(given.signal).then(textOf, () => undefined);
        const published = broker.publish(topic, message(`round ${round}`));
        given.abort();
        const got = await given_up;
        await published;
        if (got === undefined) assert.deepEqual(await take(subscription, 1), [`round ${round}`]);
        else assert.fail('a wait that was given up has got a message');
      }
    });

    test('the subscriptions of a group share what comes, and each group has all of it', async () => {
      const topic = fresh();
      const name = fresh();
      await using broker = await open(name);
      await using other = await open(name);
      const [group, another] = [fresh(), fresh()];
      await using one = await broker.subscribe(topic, { group });
      await using two = await other.subscribe(topic, { group });
      await using alone = await broker.subscribe(topic, { group: another });
      await using own = await broker.subscribe(topic);
      const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
      for (const text of texts) await broker.publish(topic, message(text));
      const shared = await takeTogether([one, two], texts.length);
      assert.deepEqual(shared.toSorted(), texts.toSorted());
      assert.deepEqual(await take(alone, texts.length), texts);
      assert.deepEqual(await take(own, texts.length), texts);
    });

    test('what is released comes again, and what is accepted does not', async () => {
      const topic = fresh();
      await using broker = await open(fresh());
      for (const options of [{}, { group: fresh() }]) {
        await using subscription = await broker.subscribe(topic, options);
        await broker.publish(topic, message('first'));
        const delivery = await next(subscription);
        await delivery.release();
        const again = await next(subscription);
        assert.equal(textOf(again), 'first');
        await again.accept();
        await assertOnly(subscription, (text) => broker.publish(topic, message(text)));
      }
    });

    for (const kind of ['of its own', 'of a group'] as const) {
      test(`a subscription ${kind} that was closed is found again, with what it held and what came meanwhile`, async () => {
        const [topic, name] = [fresh(), fresh()];
        const options = kind === 'of a group' ? { group: fresh() } : {};
        {
          await using broker = await open(name);
          await using subscription = await broker.subscribe(topic, options);
          for (const text of ['accepted', 'held', 'waiting']) await broker.publish(topic, message(text));
          assert.deepEqual(await take(subscription, 1), ['accepted']);
          assert.equal(textOf(await next(subscription)), 'held');
        }
        await using broker = await open(name);
        await broker.publish(topic, message('meanwhile'));
        await using subscription = await broker.subscribe(topic, options);
        assert.deepEqual((await take(subscription, 3)).toSorted(), ['held', 'meanwhile', 'waiting']);
        await assertOnly(subscription, (text) => broker.publish(topic, message(text)));
      });
    }

    test('what one run publishes, another one receives that has the same name open', async () => {
      const [topic, name] = [fresh(), fresh()];
      await using here = await open(name);
      await using there = await open(name);
      await using one = await here.subscribe(topic);
      await using two = await there.subscribe(topic);
      await here.publish(topic, message('from here'));
      await there.publish(topic, message('from there'));
      for (const each of [one, two])
        assert.deepEqual((await take(each, 2)).toSorted(), ['from here', 'from there']);
    });

    test('an empty topic is refused', async () => {
      await using broker = await open(fresh());
      await failsWith('queue-or-topic-not-found', broker.publish('', message('text')));
      await failsWith('queue-or-topic-not-found', broker.subscribe(''));
    });

    for (const { topic, reached, other } of wildcards) {
      test(`${topic} is a wildcard`, async () => {
        const word = fresh();
        const of = (pattern: string) => pattern.replaceAll('%', word);
        await using broker = await open(fresh());
        await using subscription = await broker.subscribe(of(topic));
        for (const one of [...reached, ...other]) await broker.publish(of(one), message(one));
        assert.deepEqual((await take(subscription, reached.length)).toSorted(), reached.toSorted());
        const [first = ''] = reached;
        await assertOnly(subscription, (text) => broker.publish(of(first), message(text)));
        await failsWith('queue-or-topic-not-found', broker.publish(of(topic), message('text')));
      });
    }

    inboxContract(open, fresh);
    queueContract(open, fresh, largest);
  });
}
