import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerEnds, endedUnanswered } from './server-ends.ts';

const seconds = 1000;
const minutes = 60 * seconds;

test('a server that ends is started again, four times within three minutes and no fifth time', () => {
  const ends = createServerEnds();
  const times = [0, 1 * seconds, 2 * seconds, 1 * minutes, 3 * minutes];
  assert.deepEqual(
    times.map((time) => ends.restartsAfter(time)),
    [true, true, true, true, false],
  );
});

test('ends that are long ago do not count', () => {
  const ends = createServerEnds();
  for (const time of [0, 1, 2, 3]) assert.ok(ends.restartsAfter(time * seconds));
  assert.ok(ends.restartsAfter(3 * minutes + 1));
  // four of the last three minutes, and this one
  assert.equal(ends.restartsAfter(3 * minutes + 1 * seconds), false);
});

test('who restarts it begins to count anew', () => {
  const ends = createServerEnds();
  for (const time of [0, 1, 2, 3]) ends.restartsAfter(time);
  assert.equal(ends.restartsAfter(4), false);
  ends.forget();
  assert.deepEqual(
    [5, 6, 7, 8, 9].map((time) => ends.restartsAfter(time)),
    [true, true, true, true, false],
  );
});

test('a request that the server ended before is told from one that failed', () => {
  assert.ok(endedUnanswered(Object.assign(new Error('Pending response rejected'), { code: -32097 })));
  assert.equal(endedUnanswered(Object.assign(new Error('no'), { code: -32603 })), false);
  assert.equal(endedUnanswered(undefined), false);
});
