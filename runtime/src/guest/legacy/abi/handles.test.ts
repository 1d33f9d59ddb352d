import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Handles } from './handles.ts';

test('handles count from 0, and the last one freed is the first one reused', () => {
  const handles = new Handles('thing');
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((value) => handles.insert(value)),
    [0, 1, 2, 3],
  );
  handles.remove(1);
  handles.remove(3);
  assert.deepEqual([handles.insert('e'), handles.insert('f'), handles.insert('g')], [3, 1, 4]);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((handle) => handles.get(handle)),
    ['a', 'f', 'c', 'e', 'g'],
  );
});

test('a value is let go with the last of its handles', () => {
  const handles = new Handles('thing');
  const value = {};
  const [first, second] = [handles.insert(value), handles.insert(value)];
  assert.deepEqual(handles.remove(first), { value, last: false });
  assert.deepEqual(handles.remove(second), { value, last: true });
  handles.insert(value);
  handles.insert(value);
  assert.deepEqual(handles.clear(), [value]);
  assert.deepEqual(handles.clear(), []);
});

test('a handle that was never given, or is freed, is refused', () => {
  const handles = new Handles('thing');
  handles.remove(handles.insert('a'));
  for (const handle of [0, 1, -1, 0x7fffffff]) {
    assert.throws(() => handles.get(handle), /passed the handle \d+ of a thing, which is not open/);
    assert.throws(() => handles.remove(handle), /which is not open/);
  }
});
