/** The part of the contract of messaging that is about answers: what a broker may have that keeps a topic for one question. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, next } from './messaging-asserts.ts';
import type { Broker } from './messaging-asserts.ts';

/** @param open as the contract's own; @param fresh gives a name that nothing has had */
export function inboxContract(open: (name: string) => Promise<Broker>, fresh: () => string): void {
  const soon = () => AbortSignal.timeout(20_000);

  test('an answer comes to the inbox that it is sent to, and to no other', async (t) => {
    const [topic, name] = [fresh(), fresh()];
    await using asking = await open(name);
    await using answering = await open(name);
    if (!asking.inbox) {
      t.skip('the broker has no inboxes');
      return;
    }
    await using questions = await answering.subscribe(topic);
    await using one = await asking.inbox();
    await using other = await asking.inbox();
    assert.notEqual(one.topic, other.topic);
    await asking.publish(topic, { body: Buffer.from('how many?'), replyTo: one.topic });
    const question = await next(questions);
    for (const text of ['two', '', 'and a half'])
      await answering.publish(question.message.replyTo ?? '', message(text));
    await question.accept();
    for (const text of ['two', '', 'and a half'])
      assert.equal(Buffer.from((await one.receive(soon())).body).toString(), text);
    for (const empty of [one, other])
      await assert.rejects(empty.receive(AbortSignal.timeout(100)), { name: 'TimeoutError' });
  });

  test('an inbox that was left is gone: what is sent there is no failure, and is kept nowhere', async (t) => {
    const name = fresh();
    await using asking = await open(name);
    await using answering = await open(name);
    if (!asking.inbox) {
      t.skip('the broker has no inboxes');
      return;
    }
    const left = await asking.inbox();
    await answering.publish(left.topic, message('in time'));
    await left[Symbol.asyncDispose]();
    await answering.publish(left.topic, message('late'));
    await using again = await asking.inbox();
    await assert.rejects(again.receive(AbortSignal.timeout(100)), { name: 'TimeoutError' });
  });
}
