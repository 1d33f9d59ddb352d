import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantOf } from './meant.ts';

const [shop, dev, other] = [
  'file:///shop/slightfile.toml',
  'file:///shop/slightfile.dev.toml',
  'file:///a.toml',
];
const all = [shop, dev, other];
const meant = (choice: Parameters<typeof meantOf>[2]) => meantOf(all, (one) => one, choice);

test('of two slightfiles of one folder that serve at once, a lens means both, so that the person is asked', () => {
  assert.deepEqual(meant({ given: [shop, dev], front: other }), [shop, dev]);
});

test('what was given counts more than what is in front, and that more than the rest', () => {
  assert.deepEqual(meant({ given: [dev], front: shop }), [dev]);
  assert.deepEqual(meant({ given: ['file:///gone.toml'], front: shop }), []);
  assert.deepEqual(meant({ front: shop }), [shop]);
  assert.deepEqual(meant({ front: 'file:///main.rs' }), all);
  assert.deepEqual(meant({}), all);
});
