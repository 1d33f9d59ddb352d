import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Deadlines } from './deadlines.ts';

/** Deadlines by a clock that goes on when it is told to; `over` tells of each that is over. */
function deadlinesOf(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const set = t.mock.method(globalThis, 'setTimeout');
  const deadlines = new Deadlines();
  const over: string[] = [];
  return {
    deadlines,
    over,
    timers: () => set.mock.callCount(),
    add: (name: string, length: number) => {
      const one = { due: now + length, late: () => void over.push(name) };
      deadlines.add(one, length);
      return one;
    },
    /** @param behind how much less that clock shows than the one of timers */
    after: (milliseconds: number, behind = 0) => {
      now += milliseconds - behind;
      t.mock.timers.tick(milliseconds);
      now += behind;
      return over.splice(0);
    },
  };
}

test('each is over at its time, and one timer at once does for all that have equally long', (t) => {
  const { add, after, timers } = deadlinesOf(t);
  add('first', 100);
  assert.deepEqual(after(40), []);
  add('second', 100);
  add('third', 100);
  assert.equal(timers(), 1);
  assert.deepEqual(after(59), []);
  assert.deepEqual(after(1), ['first']);
  assert.equal(timers(), 2);
  assert.deepEqual(after(39), []);
  assert.deepEqual(after(1), ['second', 'third']);
  assert.equal(timers(), 2, 'there is nothing to wait for');
  add('fourth', 100);
  assert.deepEqual(after(100), ['fourth']);
});

test('those with less time do not wait for those with more', (t) => {
  const { add, after } = deadlinesOf(t);
  add('long', 100);
  add('short', 10);
  assert.deepEqual(after(10), ['short']);
  assert.deepEqual(after(90), ['long']);
});

test('what has ended before is never over, and does not hold the next one up', (t) => {
  const { deadlines, add, after } = deadlinesOf(t);
  const first = add('first', 100);
  after(30);
  add('second', 100);
  deadlines.delete(first, 100);
  assert.deepEqual(after(70), []);
  assert.deepEqual(after(30), ['second']);
});

test('what the timer was set for is over with it, also where the other clock is behind', (t) => {
  const { add, after, timers } = deadlinesOf(t);
  add('one', 100);
  assert.deepEqual(after(100, 0.4), ['one']);
  assert.equal(timers(), 1);
});
