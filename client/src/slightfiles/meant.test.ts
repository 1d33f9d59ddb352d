import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byPlace, meantOf } from './meant.ts';

const [prod, test1, usual] = [
  '/app/slightfile.prod.toml',
  '/app/slightfile.test.toml',
  '/app/slightfile.toml',
];

test('the only one is meant', () => {
  assert.equal(meantOf([prod], undefined, []), prod);
  assert.equal(meantOf([], undefined, []), undefined);
});

test('of several, the one in front, else the last that ran, else the one with the usual name', () => {
  const all = [prod, test1, usual];
  assert.equal(meantOf(all, test1, [prod]), test1);
  assert.equal(meantOf(all, '/app/main.c', ['/other/slightfile.toml', prod, usual]), prod);
  assert.equal(meantOf(all, undefined, []), usual);
});

test('where nothing tells which is meant, none is', () => {
  assert.equal(meantOf([prod, test1], '/app/main.c', []), undefined);
});

test('the one with the usual name is the first of its folder', () => {
  const all = [prod, '/app/api/slightfile.toml', usual, '/a.slightfile.toml'];
  assert.deepEqual(all.sort(byPlace), ['/a.slightfile.toml', usual, prod, '/app/api/slightfile.toml']);
});
