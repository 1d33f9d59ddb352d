import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFrom, lastFrom, tableAbove } from './lookup.ts';
import { parse } from './parse.ts';

const spans = [0, 0, 4, 9].map((start, index) => ({ index, span: { start, end: start + 2 } }));

test('the last thing that begins at an offset or in front of it', () => {
  const wanted: readonly (readonly [number, number | undefined])[] = [
    [-1, undefined],
    [0, 1],
    [3, 1],
    [4, 2],
    [8, 2],
    [9, 3],
    [Infinity, 3],
  ];
  for (const [offset, index] of wanted) {
    assert.equal(lastFrom(spans, offset)?.index, index);
    assert.equal(countFrom(spans, offset), (index ?? -1) + 1);
  }
  assert.equal(lastFrom(spans.slice(0, 0), 0), undefined);
});

test('the table above a section: the deepest that leads there, and of those the latest', () => {
  const document = parse('[a]\nx = 1\n[[a.b]]\none = 1\n[[a.b]]\ntwo = 1\n[a.b.c]\n[z]\n[a.b.d]\n[y]');
  const names = (section: number, ...path: string[]) => {
    const at = document.sections[section];
    const table = at && tableAbove(document, at, path);
    return table && [...table.members.keys()];
  };
  assert.deepEqual(names(6, 'a', 'b'), ['two', 'c', 'd']);
  assert.deepEqual(names(6, 'a'), ['x', 'b']);
  assert.deepEqual(names(3, 'a', 'b'), ['one']);
  assert.deepEqual(names(6), ['a', 'z', 'y']);
  assert.deepEqual(names(6, 'a', 'b', 'c'), []);
  assert.equal(names(6, 'a', 'nothing'), undefined);
  assert.equal(names(1, 'a', 'b', 'q'), undefined);
});
