import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readServing } from './served.ts';

test('what a client sends is taken as it is', () => {
  const sent = [
    {
      resource: 'keyvalue.redis',
      name: 'orders',
      rung: 'container',
      address: '127.0.0.1:49153',
      image: 'redis:7-alpine',
    },
    { resource: 'keyvalue.filesystem', rung: 'given', folder: '.slight/keyvalue/a' },
    { resource: 'keyvalue.redis', rung: 'local', address: '[::1]:6379', stays: true },
  ];
  assert.deepEqual(readServing(sent), sent);
});

test('unknown shapes are left out', () => {
  for (const value of [
    undefined,
    null,
    'x',
    1,
    {},
    { resource: 'a', rung: 'local' },
    [null],
    ['x'],
    [[]],
    [{}],
  ])
    assert.deepEqual(readServing(value), []);
  assert.deepEqual(
    readServing([
      { resource: 'a', rung: 'cloud' },
      { resource: '', rung: 'local' },
      { resource: 'a', rung: 'local', name: 1 },
      { resource: 'a', rung: 'local', address: 6379, image: {}, folder: '', stays: 1, more: true },
    ]),
    [{ resource: 'a', rung: 'local' }],
  );
});

test('an address that could hold a password is not kept', () => {
  for (const address of ['me:pass@host:1', 'redis://host:1', 'host', 'host:1/x'])
    assert.deepEqual(readServing([{ resource: 'a', rung: 'local', address }]), [
      { resource: 'a', rung: 'local' },
    ]);
});
