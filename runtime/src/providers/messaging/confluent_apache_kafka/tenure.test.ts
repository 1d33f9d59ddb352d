import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginTenure, committedOf, takes } from './tenure.ts';

/** A tenure from an offset on that has taken as many messages. */
function taken(offset: bigint, count: number) {
  const tenure = beginTenure(0, { offset, note: '' });
  for (let index = 0; index < count; index++) assert.ok(takes(tenure, offset + BigInt(index)));
  return tenure;
}

test('what is accepted in its order is one offset', () => {
  const tenure = taken(5n, 2);
  assert.deepEqual(committedOf(tenure), { offset: 5n, note: '' });
  tenure.open.delete(5n);
  assert.deepEqual(committedOf(tenure), { offset: 6n, note: '' });
  tenure.open.delete(6n);
  assert.deepEqual(committedOf(tenure), { offset: 7n, note: '' });
});

test('what is accepted out of its order does not come again, over the end of its run', () => {
  const tenure = taken(1_000_000_000_000n, 5);
  for (const one of [1n, 2n, 4n]) tenure.open.delete(1_000_000_000_000n + one);
  const again = beginTenure(0, committedOf(tenure));
  const came = Array.from({ length: 7 }, (_, index) => index).filter((one) =>
    takes(again, 1_000_000_000_000n + BigInt(one)),
  );
  assert.deepEqual(came, [0, 3, 5, 6]);
  for (const one of [0n, 3n, 5n, 6n]) again.open.delete(1_000_000_000_000n + one);
  assert.deepEqual(committedOf(again), { offset: 1_000_000_000_007n, note: '' });
});

test('what Kafka has deleted meanwhile is waited for no longer', () => {
  const tenure = taken(0n, 4);
  tenure.open.delete(1n);
  tenure.open.delete(3n);
  const again = beginTenure(0, committedOf(tenure));
  // 0 and 2 are gone
  assert.ok(takes(again, 4n));
  again.open.delete(4n);
  assert.deepEqual(committedOf(again), { offset: 5n, note: '' });
});

test('a note that a broker would not keep is left out, and one of others is not read', () => {
  const tenure = taken(0n, 4000);
  for (let index = 1; index < 4000; index += 2) tenure.open.delete(BigInt(index));
  assert.deepEqual(committedOf(tenure), { offset: 0n, note: '' });
  const foreign = beginTenure(0, { offset: 3n, note: 'slight 1 many' });
  assert.ok(takes(foreign, 3n));
});
