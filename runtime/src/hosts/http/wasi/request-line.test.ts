import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAuthority, isMethod, isPath, isScheme, methodOf, splitTarget } from './request-line.ts';

test('a target has four forms, and of an absolute URL the authority counts', () => {
  const split = (method: string, target: string) => {
    const { path, authority } = splitTarget({ method, target, authority: 'host:1' });
    return [path, authority];
  };
  assert.deepEqual(split('GET', '/a?b'), ['/a?b', 'host:1']);
  assert.deepEqual(split('OPTIONS', '*'), ['*', 'host:1']);
  assert.deepEqual(split('CONNECT', 'other:443'), [undefined, 'other:443']);
  assert.deepEqual(split('GET', 'http://other:2/a?b=/'), ['/a?b=/', 'other:2']);
  assert.deepEqual(split('GET', 'http://other'), ['/', 'other']);
  assert.deepEqual(split('GET', 'http://other?a'), ['/?a', 'other']);
});

test('methods are told apart by case', () => {
  assert.deepEqual(methodOf('GET'), { tag: 'get' });
  assert.deepEqual(methodOf('Get'), { tag: 'other', val: 'Get' });
  assert.ok(isMethod({ tag: 'get' }) && isMethod({ tag: 'other', val: 'M-SEARCH' }));
  for (const val of ['', 'A B', 'A\n', 'É']) assert.ok(!isMethod({ tag: 'other', val }), val);
});

test('a request’s parts are what can stand on its line', () => {
  for (const path of ['', '/', '/a?b=c/%20', '?a', '*', '/é']) assert.ok(isPath(path), path);
  for (const path of ['/a b', '/a#b', '/a\r\nb', '\0']) assert.ok(!isPath(path), path);
  for (const one of ['a', 'a.b:1', 'user:word@a:65535', '[::1]:80', '127.0.0.1', 'é.org'])
    assert.ok(isAuthority(one), one);
  for (const one of ['', 'a:', 'a:b', 'a:65536', 'a/b', 'a b', '[::1', 'a:1:2', 'a\n', 'a@b@c/'])
    assert.ok(!isAuthority(one), one);
  assert.ok(isScheme({ tag: 'HTTP' }) && isScheme({ tag: 'other', val: 'ws+a' }));
  for (const val of ['', '1a', 'a:', 'a b']) assert.ok(!isScheme({ tag: 'other', val }), val);
});
