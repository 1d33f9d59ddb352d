import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { Closing } from './closing.ts';

/** A response that closes when it is told to, its answer sent or not; `told` is what those are told who are to know. */
function closingOf() {
  const response = Object.assign(new EventEmitter(), { closed: false, writableFinished: false });
  const closing = new Closing(response as unknown as ServerResponse);
  const told: string[] = [];
  return {
    closing,
    told,
    listeners: () => response.listenerCount('close'),
    know: (name: string) => closing.whenGone(({ message }) => void told.push(`${name}: ${message}`)),
    close: (writableFinished: boolean) => {
      Object.assign(response, { closed: true, writableFinished });
      response.emit('close');
    },
  };
}

test('where the client goes away, all are told that want to know, by one listener', async () => {
  const { closing, told, listeners, know, close } = closingOf();
  know('first');
  know('second');
  const closed = closing.whenClosed();
  assert.equal(listeners(), 1);
  close(false);
  await closed;
  assert.deepEqual(told, ['first: The client has gone.', 'second: The client has gone.']);
});

test('where it has its answer, nobody is', async () => {
  const { closing, told, know, close } = closingOf();
  know('first');
  const closed = closing.whenClosed();
  close(true);
  await closed;
  know('second');
  assert.deepEqual(told, []);
});

test('who asks when it has gone is told at once', async () => {
  const { closing, told, listeners, know, close } = closingOf();
  close(false);
  know('late');
  await closing.whenClosed();
  assert.deepEqual([told, listeners()], [['late: The client has gone.'], 0]);
});

test('who was told of another reason is not told again', async () => {
  const { closing, told, know, close } = closingOf();
  know('first');
  closing.tell(new Error('refused'));
  const closed = closing.whenClosed();
  close(false);
  await closed;
  assert.deepEqual(told, ['first: refused']);
});
