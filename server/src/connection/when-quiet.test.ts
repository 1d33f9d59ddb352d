import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenQuiet } from './when-quiet.ts';

test('while somebody types, nothing is done; soon after, it is', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const done = mock.fn();
  const typed = whenQuiet(done);
  for (let keys = 0; keys < 10; keys++) {
    typed();
    mock.timers.tick(250);
  }
  assert.equal(done.mock.callCount(), 0);
  mock.timers.tick(50);
  assert.equal(done.mock.callCount(), 1);
});

test('who types without a pause does not put it off for ever', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const done = mock.fn();
  const typed = whenQuiet(done);
  for (let keys = 0; keys < 29; keys++) {
    typed();
    mock.timers.tick(100);
  }
  assert.equal(done.mock.callCount(), 0);
  typed();
  mock.timers.tick(100);
  assert.equal(done.mock.callCount(), 1);
});
