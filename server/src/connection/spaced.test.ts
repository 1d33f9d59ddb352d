import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { spaced } from './spaced.ts';

test('work that is asked for again and again rests in proportion to what it took, and misses nothing', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  let runs = 0;
  const ask = spaced(
    () => {
      runs++;
      now += 100;
      return runs === 2 ? Promise.reject(new Error('it failed')) : Promise.resolve();
    },
    () => now,
  );
  ask();
  ask();
  ask();
  await setImmediate();
  assert.equal(runs, 1);
  t.mock.timers.tick(399);
  assert.equal(runs, 1);
  t.mock.timers.tick(1);
  assert.equal(runs, 2, 'once for all that was asked meanwhile');
  await setImmediate();
  t.mock.timers.tick(400);
  assert.equal(runs, 2, 'nobody asked');
  ask();
  assert.equal(runs, 3, 'a failure ends nothing');
});
