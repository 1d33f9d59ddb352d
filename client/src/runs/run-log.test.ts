import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runLog } from './run-log.ts';
import type { BackendEvent } from '../runtime/backend-event.ts';

const redis: BackendEvent = {
  seq: 1,
  time: 0,
  type: 'backend',
  resource: 'keyvalue.redis',
  name: 'orders',
  rung: 'local',
  state: 'ready',
  address: '127.0.0.1:49153',
};

test('a run that failed is logged with why, and with what served its capabilities', () => {
  const reason = 'The last error that a capability gave it: no such key.';
  assert.deepEqual(runLog({ name: 'shop', end: { kind: 'exited', code: 1 }, reason, backends: [redis] }), [
    `shop: exit code 1. ${reason}`,
    'shop: keyvalue.redis orders: local at 127.0.0.1:49153',
  ]);
});

test('an error that a guest has coped with is no reason', () => {
  const end = { kind: 'exited', code: 0 } as const;
  assert.deepEqual(runLog({ name: 'shop', end, reason: 'No such key.', backends: [] }), [
    'shop: exit code 0',
  ]);
});
