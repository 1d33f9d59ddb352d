import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given } from './given.ts';
import { holds, isAt, isTurn, logged } from './meets.ts';
import type { Made } from './meets.ts';
import type { Breakpoint } from './requests.ts';

const set: Made = {
  capability: 'keyvalue',
  name: 'orders',
  function: 'bucket.set',
  args: ['user:1', Buffer.from('two')],
};

const at = (on: Breakpoint['on'], more: Partial<Breakpoint> = {}): Breakpoint => ({ id: 1, on, ...more });

test('a place is a capability and what it was opened by', () => {
  assert.ok(isAt(at({ capability: 'keyvalue', name: 'orders' }), set));
  assert.ok(isAt(at({ capability: 'keyvalue', name: '*' }), set));
  assert.ok(!isAt(at({ capability: 'keyvalue', name: 'other' }), set));
  assert.ok(!isAt(at({ capability: 'sql', name: 'orders' }), set));
  const { name: _, ...nameless } = set;
  assert.ok(isAt(at({ capability: 'keyvalue', name: 'orders' }), nameless));
});

test('a function is named by its capability or by its resource, and a star stands for any', () => {
  for (const name of ['keyvalue.set', 'bucket.set', 'keyvalue.*', '*.set', '*'])
    assert.ok(isAt(at({ function: name }), set), name);
  for (const name of ['keyvalue.get', 'set', 'sql.*', '[', ''])
    assert.ok(!isAt(at({ function: name }), set), name);
});

test('a condition sees the call, and one that cannot be evaluated stops', () => {
  const place = { function: '*' };
  const holding = (condition: string) => holds(at(place, { condition }), set);
  assert.ok(holding('method == "set" && key.startsWith("user:") && args[1] === "two" && name === "orders"'));
  assert.ok(!holding('key === "other"'));
  assert.ok(holding('no such thing'));
  assert.ok(holding('while (true);'));
  assert.ok(holding(' '));
  assert.equal(
    logged('{method} {key}: {args[1].length} {nothing}', set),
    'set user:1: 3 {nothing is not defined}',
  );
});

test('hits are counted', () => {
  const turns = (hits?: string) =>
    [1, 2, 3, 4].filter((count) => isTurn(at({ function: '*' }, hits === undefined ? {} : { hits }), count));
  assert.deepEqual(turns(), [1, 2, 3, 4]);
  assert.deepEqual(turns('2'), [2]);
  assert.deepEqual(turns('> 2'), [3, 4]);
  assert.deepEqual(turns('>=2'), [2, 3, 4]);
  assert.deepEqual(turns('% 2'), [2, 4]);
  assert.deepEqual(turns('<3'), [1, 2]);
});

test('what a person writes is a value of the type that is there', () => {
  assert.equal(given('a "b"', 'old'), 'a "b"');
  assert.equal(given('"a\\n"', 'old'), 'a\n');
  assert.deepEqual(given('0x00ff', new Uint8Array()), Buffer.from([0, 255]));
  assert.deepEqual(given('grün', new Uint8Array()), Buffer.from('grün'));
  assert.equal(given('-7', 3n), -7n);
  assert.equal(given('7', 3), 7);
  assert.equal(given('7.5', 1.5), 7.5);
  assert.equal(given('true', false), true);
  for (const [text, present] of [
    ['1.5', 3n],
    ['', 1.5],
    ['yes', true],
    ['0xf', new Uint8Array()],
    ['"\\x"', 'old'],
    ['1', undefined],
    ['1', [1]],
  ] as const)
    assert.throws(() => given(text, present), /^Error: [A-Z].*\.$/);
});
