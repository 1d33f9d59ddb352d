import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byUse } from './by-use.ts';

test('the app in front, then the last that ran, then by path', () => {
  const all = ['/d', '/b', '/a', '/c', '/e'];
  assert.deepEqual(byUse(all, '/c', ['/e', '/gone', '/b']), ['/c', '/e', '/b', '/a', '/d']);
  assert.deepEqual(byUse(all, '/e', ['/b', '/e']), ['/e', '/b', '/a', '/c', '/d']);
});

test('where none was run and nothing is in front, by path', () => {
  assert.deepEqual(byUse(['/b', '/a'], undefined, []), ['/a', '/b']);
  const [prod, usual] = ['/app/slightfile.prod.toml', '/app/slightfile.toml'];
  assert.deepEqual(byUse([prod, usual], undefined, []), [usual, prod]);
});
