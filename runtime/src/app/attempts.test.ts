import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempts } from './attempts.ts';

const message = (body: string, topic = 'orders') => ({ topic, body: Buffer.from(body) });

test('a message that fails again and again is kept back for longer each time, up to 30 s', () => {
  const attempts = createAttempts();
  const pauses = Array.from({ length: 7 }, () => attempts.failed(message('poison')));
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('other messages, and the same of another topic, begin anew; and so does one that has succeeded', () => {
  const attempts = createAttempts();
  attempts.failed(message('poison'));
  assert.equal(attempts.failed(message('other')), 1000);
  assert.equal(attempts.failed(message('poison', 'questions')), 1000);
  attempts.succeeded(message('other'));
  assert.equal(attempts.failed(message('other')), 1000);
  assert.equal(attempts.failed(message('poison')), 2000);
});

test('a thousand are remembered, those that failed last', () => {
  const attempts = createAttempts();
  for (let count = 0; count <= 1000; count++) attempts.failed(message(String(count)));
  assert.equal(attempts.failed(message('1')), 2000);
  assert.equal(attempts.failed(message('0')), 1000);
});
