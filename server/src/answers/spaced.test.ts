import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { spaced } from './spaced.ts';

/** Work that takes 100 ms, the second time in vain, by a clock of the test's own. */
function work(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  let runs = 0;
  const ask = spaced(
    () => {
      runs++;
      now += 100;
      return runs === 2 ? Promise.reject(new Error('the test wants it to fail')) : Promise.resolve();
    },
    () => now,
  );
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  return { ask, pass, runs: () => runs };
}

test('work that is asked for again and again rests in proportion to what it took, and misses nothing', async (t) => {
  const { ask, pass, runs } = work(t);
  ask();
  pass(300);
  ask();
  ask();
  await setImmediate();
  assert.equal(runs(), 1);
  pass(399);
  assert.equal(runs(), 1);
  pass(1);
  assert.equal(runs(), 2, 'once for all that was asked meanwhile');
  await setImmediate();
  pass(400);
  assert.equal(runs(), 2, 'nobody asked');
  ask();
  pass(300);
  assert.equal(runs(), 3, 'a failure ends nothing');
});

test('it waits until nobody asks any more, but not for ever', (t) => {
  const { ask, pass, runs } = work(t);
  for (let passed = 0; passed < 1900; passed += 100) {
    ask();
    pass(100);
  }
  assert.equal(runs(), 0);
  ask();
  pass(100);
  assert.equal(runs(), 1);
});
