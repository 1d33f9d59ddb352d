import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedBy, requestIn } from './asked.ts';

test('a lens gives a route, with or without its app', () => {
  assert.deepEqual(askedBy({ slightfile: 'file:///a/slightfile.toml', method: 'post', path: '/orders' }), {
    slightfiles: ['file:///a/slightfile.toml'],
    method: 'POST',
    path: '/orders',
  });
  const slightfiles = ['file:///a/slightfile.toml', 'file:///a/slightfile.dev.toml'];
  assert.deepEqual(askedBy({ slightfiles, method: 'GET', path: '/' }), {
    slightfiles,
    method: 'GET',
    path: '/',
  });
  assert.deepEqual(askedBy({ method: 'GET', path: '/' }), { method: 'GET', path: '/' });
});

test('what is no route asks for nothing', () => {
  for (const given of [undefined, null, 'GET /', { method: 'GET' }, { method: 1, path: '/' }])
    assert.equal(askedBy(given), undefined);
});

test('a person writes a method and a path', () => {
  assert.deepEqual(requestIn(' post  /orders?all=1 '), { method: 'POST', path: '/orders?all=1' });
  for (const line of ['', 'POST', 'POST orders', 'POST /a b', '/orders'])
    assert.equal(requestIn(line), undefined, line);
});
