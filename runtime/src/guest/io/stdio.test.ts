import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stdin } from './stdio.ts';

test('many instances of a guest have standard input, and wait for it, by one listener of each event', async () => {
  const one = stdin('inherit');
  const events = ['readable', 'end', 'close', 'error'];
  const before = events.map((event) => process.stdin.listenerCount(event));
  const all = [one, ...Array.from({ length: 20 }, () => stdin('inherit'))];
  const end = new AbortController();
  const waits = all.map((input) => input.wait(end.signal));
  const during = events.map((event) => process.stdin.listenerCount(event));
  end.abort();
  await Promise.all(waits);
  assert.deepEqual(
    during,
    before.map((count) => count + 1),
  );
  assert.deepEqual(
    events.map((event) => process.stdin.listenerCount(event)),
    before,
  );
});
