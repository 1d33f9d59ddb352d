import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endable } from './endable.ts';

test('an instance is put away once, however often it is disposed', async () => {
  const told: string[] = [];
  const instance = endable(
    {
      run: () => Promise.resolve(0),
      call: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(void told.push('put away')),
    },
    () => told.push('told'),
  );
  await Promise.all([instance[Symbol.asyncDispose](), instance[Symbol.asyncDispose]()]);
  await instance[Symbol.asyncDispose]();
  assert.deepEqual(told, ['told', 'put away']);
});

test('a run that has ended is not ended again', async () => {
  const instance = endable(
    {
      run: () => Promise.resolve(3),
      call: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    () => undefined,
  );
  const running = instance.run();
  assert.equal(await running, 3);
  await instance[Symbol.asyncDispose]();
  assert.equal(await running, 3);
});

test('a call of what the guest exports is ended as a run is, and else gives what it gives', async () => {
  const waiting = Promise.withResolvers<unknown>();
  const instance = endable(
    {
      run: () => Promise.resolve(0),
      call: (...what) => (what[1] === 'wait' ? waiting.promise : Promise.resolve(what)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    () => undefined,
  );
  assert.deepEqual(await instance.call('a:b/c', 'f', [1]), ['a:b/c', 'f', [1]]);
  const call = instance.call('a:b/c', 'wait', []);
  instance.end(new Error('stopped'));
  await assert.rejects(call, { message: 'stopped' });
});
