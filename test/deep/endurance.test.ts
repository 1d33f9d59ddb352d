import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endure } from '../http/endurance.ts';

test('a million requests, while Redis is killed: no acknowledged write is lost, and memory stays flat', async () => {
  const seen: number[] = [];
  await endure({
    requests: 1_000_000,
    kills: 20,
    onMemory: (requests, bytes) => {
      seen.push(bytes);
      console.log(`${requests} requests: ${Math.round(bytes / 2 ** 20)} MB`);
    },
  });
  const most = (values: readonly number[]) => Math.max(...values);
  // a heap breathes: what counts is that the second half of the requests needs no more than the first
  const half = seen.length >> 1;
  assert.ok(most(seen.slice(half)) < 1.2 * most(seen.slice(0, half)), seen.join(' '));
});
