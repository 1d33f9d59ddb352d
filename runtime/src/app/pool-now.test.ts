import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GuestStalled } from '../guest/guest.ts';
import type { Instance } from '../guest/guest.ts';
import { HttpFault } from '../ports/http.ts';
import { freshInstances } from './pool.ts';
import type { Pool } from './pool.ts';

/** A pool, and what is told of its instances, by their numbers. */
function poolOf({ resets = true } = {}): { readonly pool: Pool; readonly told: string[] } {
  const told: string[] = [];
  let count = 0;
  const make = (): Promise<Instance> => {
    const number = (count += 1);
    return Promise.resolve({
      run: () => Promise.resolve(0),
      call: () => Promise.resolve(number),
      callNow: () => ({ value: number }),
      end: () => undefined,
      reset() {
        told.push(`reset ${number}`);
        return resets;
      },
      [Symbol.asyncDispose]() {
        told.push(`put away ${number}`);
        return Promise.resolve();
      },
    });
  };
  return { pool: freshInstances(make), told };
}

const later = (instance: Instance) => instance.call('', 'handle', []);
const now = (instance: Instance) => instance.callNow?.('', 'handle', []);

test('a work at once has an idle instance, which is put back and kept', async () => {
  const { pool, told } = poolOf();
  await using _ = pool;
  assert.equal(pool.useNow(now), undefined);
  assert.equal(await pool.use(later), 1);
  assert.deepEqual(pool.useNow(now), { value: 1 });
  assert.deepEqual(pool.useNow(now), { value: 1 });
  assert.deepEqual(told, ['reset 1', 'reset 1', 'reset 1']);
  assert.deepEqual(pool.counts(), { busy: 0, idle: 1, waiting: 0 });
});

test('an instance that is at work is not used', async () => {
  const { pool } = poolOf();
  await using _ = pool;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const first = pool.use(() => promise);
  await new Promise(setImmediate);
  assert.equal(pool.useNow(now), undefined);
  resolve(undefined);
  await first;
  assert.deepEqual(pool.useNow(now), { value: 1 });
});

test('one that could not be put back is put away', async () => {
  const { pool, told } = poolOf();
  await using _ = pool;
  await pool.use(later);
  const failed = new Error('failed');
  assert.throws(
    () =>
      pool.useNow((instance) => {
        instance.reset = () => false;
        throw failed;
      }),
    failed,
  );
  assert.deepEqual(told, ['reset 1', 'put away 1']);
  assert.deepEqual(pool.counts(), { busy: 0, idle: 0, waiting: 0 });
  assert.equal(await pool.use(later), 2);
});

test('a guest that computed for too long was too slow', async () => {
  const { pool } = poolOf();
  await using _ = pool;
  await pool.use(later);
  const stalled = () => {
    throw new GuestStalled(1000);
  };
  assert.throws(() => pool.useNow(stalled), { name: HttpFault.name, status: 504 });
});
