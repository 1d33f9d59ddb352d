import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOut } from './assignment.ts';
import type { Subscriber } from './assignment.ts';

const member = (id: string, topics: readonly string[], held: readonly number[] = []): Subscriber => ({
  id,
  topics,
  held: held.length > 0 ? [{ topic: 't', partitions: held }] : [],
});

/** Who has which partitions of `t`. */
function shared(members: readonly Subscriber[], count: number) {
  const all = shareOut(members, new Map([['t', count]]));
  return Object.fromEntries(
    members.map(({ id }) => [id, all.get(id)?.find(({ topic }) => topic === 't')?.partitions ?? []]),
  );
}

test('every partition is one member’s, and each has as many as the others', () => {
  const three = ['b', 'a', 'c'].map((id) => member(id, ['t']));
  assert.deepEqual(shared(three, 7), { a: [0, 3, 6], b: [1, 4], c: [2, 5] });
  assert.deepEqual(shared(three, 2), { a: [0], b: [1], c: [] });
});

test('who works on a message keeps its partition', () => {
  const members = [member('a', ['t']), member('b', ['t'], [0]), member('c', ['t'], [2, 3])];
  assert.deepEqual(shared(members, 4), { a: [1], b: [0], c: [2, 3] });
  // one that says so of what is another's by now
  assert.deepEqual(shared([member('a', ['t'], [0]), member('b', ['t'], [0, 9])], 2), { a: [0], b: [1] });
});

test('nobody gets what they did not ask for', () => {
  const all = shareOut([member('a', ['t']), member('b', ['u', 't']), member('c', [])], new Map([['u', 2]]));
  assert.deepEqual(Object.fromEntries(all), { a: [], b: [{ topic: 'u', partitions: [0, 1] }], c: [] });
});
