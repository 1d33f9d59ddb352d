import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UsedServer } from '@slight/runtime/app/status.ts';
import { describeServer, isServer, servingOf } from './served-by.ts';
import { capabilityOf, type BackendEvent } from '../runtime/backend-event.ts';

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
  assert.deepEqual(servingOf([container], [], '/work/shop/slightfile.toml'), [
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
      [],
      '/a/slightfile.toml',
    ),
    [],
  );
});

test('a folder is told as seen from the slightfile, and in full where it is elsewhere', () => {
  const folderOf = (folder: string) =>
    servingOf([event({ rung: 'embedded', folder })], [], '/work/shop/slightfile.toml')[0]?.folder;
  assert.equal(folderOf('/work/shop/.slight/keyvalue/orders'), '.slight/keyvalue/orders');
  assert.equal(folderOf('/data/keyvalue/orders'), '/data/keyvalue/orders');
});

test('each name is a capability of its own', () => {
  assert.notEqual(capabilityOf(event({})), capabilityOf(event({ name: 'pets' })));
  assert.notEqual(capabilityOf(event({})), capabilityOf(event({ resource: 'keyvalue.azblob' })));
});

const up: UsedServer = {
  id: 'redis',
  backend: 'redis',
  title: 'Redis',
  rung: 'local',
  address: '127.0.0.1:2',
  log: '/a/log',
  stays: true,
  serves: [
    { resource: 'keyvalue.redis', name: 'orders' },
    { resource: 'keyvalue.redis', name: '*' },
  ],
};

test('a server that is up serves what it is for, and stays while a run uses it', () => {
  const common = { resource: 'keyvalue.redis', rung: 'local', address: '127.0.0.1:2' };
  assert.deepEqual(servingOf([], [up], '/a/slightfile.toml'), [
    { ...common, name: 'orders', stays: true },
    { ...common, name: '*', stays: true },
  ]);
  assert.deepEqual(servingOf([], [{ ...up, stays: false, serves: [] }], '/a/slightfile.toml'), []);
  const used = event({ rung: 'local', address: '127.0.0.1:2' });
  assert.deepEqual(servingOf([used], [up], '/a/slightfile.toml')[0], {
    ...common,
    name: 'orders',
    stays: true,
  });
  const other = event({ rung: 'embedded', folder: '/a/.slight/keyvalue/orders' });
  const [standIn] = servingOf([other], [up], '/a/slightfile.toml');
  assert.deepEqual([standIn?.rung, standIn?.stays], ['embedded', undefined]);
});

test('a server that cannot be used serves nothing, and one of another workspace is not offered to be stopped', () => {
  const { address: _, ...unknown } = up;
  assert.deepEqual(servingOf([], [{ ...unknown, isLost: true }], '/a/slightfile.toml'), []);
  const [lodged] = servingOf([], [{ ...up, owner: '/b' }], '/a/slightfile.toml');
  assert.deepEqual([lodged?.address, lodged?.stays], ['127.0.0.1:2', undefined]);
  assert.match(
    describeServer({ ...up, owner: '/b' }),
    /^Redis, a local server on \S+ of the workspace \/b, for /,
  );
});

test('a server is described with what it serves', () => {
  assert.equal(describeServer(up), 'Redis, a local server on 127.0.0.1:2, for orders, every name');
  assert.equal(describeServer({ ...up, rung: 'container', serves: [] }), 'Redis, a container on 127.0.0.1:2');
});

test('a server is one that was brought up, and neither a stand-in nor what was given', () => {
  const rungs = ['given', 'container', 'local', 'embedded'] as const;
  assert.deepEqual(
    rungs.filter((rung) => isServer(event({ rung }))),
    ['container', 'local'],
  );
  assert.ok(!isServer(event({ state: 'starting' })));
});
