import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilityOf, isServer, servingOf, type BackendEvent } from './serving.ts';

const event = (given: Partial<BackendEvent>): BackendEvent => ({
  type: 'backend',
  seq: 1,
  time: 0,
  resource: 'keyvalue.redis',
  name: 'orders',
  rung: 'container',
  state: 'ready',
  ...given,
});

test('what is ready serves, with its address, image and folder', () => {
  const container = event({
    address: '127.0.0.1:49153',
    image: 'redis:7-alpine',
    duration: 12,
    reasons: ['x'],
  });
  assert.deepEqual(servingOf([container], '/work/shop/slightfile.toml'), [
    {
      resource: 'keyvalue.redis',
      name: 'orders',
      rung: 'container',
      address: '127.0.0.1:49153',
      image: 'redis:7-alpine',
    },
  ]);
});

test('what starts, has failed or has ended does not', () => {
  const states = ['starting', 'failed', 'stopped', 'kept'] as const;
  assert.deepEqual(
    servingOf(
      states.map((state) => event({ state })),
      '/a/slightfile.toml',
    ),
    [],
  );
});

test('a folder is told as seen from the slightfile, and in full where it is elsewhere', () => {
  const folderOf = (folder: string) =>
    servingOf([event({ rung: 'embedded', folder })], '/work/shop/slightfile.toml')[0]?.folder;
  assert.equal(folderOf('/work/shop/.slight/keyvalue/orders'), '.slight/keyvalue/orders');
  assert.equal(folderOf('/data/keyvalue/orders'), '/data/keyvalue/orders');
});

test('each name is a capability of its own', () => {
  assert.notEqual(capabilityOf(event({})), capabilityOf(event({ name: 'pets' })));
  assert.notEqual(capabilityOf(event({})), capabilityOf(event({ resource: 'keyvalue.azblob' })));
});

test('a server that was left running is one, and a stand-in or what was given is none', () => {
  const rungs = ['given', 'container', 'local', 'embedded'] as const;
  assert.deepEqual(
    rungs.filter((rung) => isServer(event({ rung }))),
    ['container', 'local'],
  );
  assert.ok(!isServer(event({ state: 'starting' })));
});
