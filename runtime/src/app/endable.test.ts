import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instance } from '../guest/guest.ts';
import { InstanceEnded } from '../guest/guest.ts';
import { endable, EndOfInstance } from './endable.ts';

function recorded(): { readonly instance: Instance; readonly told: string[] } {
  const told: string[] = [];
  const instance: Instance = {
    run: () => Promise.resolve(3),
    call: (...what) => Promise.resolve(what),
    end: ({ message }) => void told.push(message),
    [Symbol.asyncDispose]: () => Promise.resolve(void told.push('put away')),
  };
  return { instance, told };
}

test('an instance is put away once, however often it is disposed', async () => {
  const { instance, told } = recorded();
  const one = endable(instance, new EndOfInstance(), () => told.push('told'));
  await Promise.all([one[Symbol.asyncDispose](), one[Symbol.asyncDispose]()]);
  await one[Symbol.asyncDispose]();
  assert.deepEqual(told, ['put away', 'told']);
});

test('hosts learn that their instance was ended, and why, whenever they ask', () => {
  const { instance, told } = recorded();
  const end = new EndOfInstance();
  const { signal } = end;
  endable(instance, end, () => undefined).end(new Error('the client has gone'));
  assert.equal((signal.reason as Error).message, 'the client has gone');
  assert.deepEqual(told, ['the client has gone']);
  const late = new EndOfInstance();
  endable(instance, late, () => undefined).end(new Error('too slow'));
  assert.equal((late.signal.reason as Error).message, 'too slow');
});

test('hosts learn that their instance was put away', async () => {
  const { instance } = recorded();
  const end = new EndOfInstance();
  const { signal } = end;
  await endable(instance, end, () => undefined)[Symbol.asyncDispose]();
  assert.ok(signal.reason instanceof InstanceEnded);
});

test('hosts learn that nobody waits any more where their instance is put back to its start, and serve it again', () => {
  const { instance } = recorded();
  const end = new EndOfInstance();
  const { signal } = end;
  const one = endable({ ...instance, reset: () => true }, end, () => undefined);
  assert.equal(one.reset?.(), true);
  assert.ok(signal.reason instanceof InstanceEnded);
  assert.equal(end.signal.aborted, false);
});

test('an instance that cannot be put back is not', () => {
  const { instance } = recorded();
  const end = new EndOfInstance();
  const { signal } = end;
  assert.equal(endable({ ...instance, reset: () => false }, end, () => undefined).reset?.(), false);
  assert.equal(endable(instance, end, () => undefined).reset?.(), false);
  assert.equal(signal.aborted, false);
});

test('a run and a call give what they give', async () => {
  const one = endable(recorded().instance, new EndOfInstance(), () => undefined);
  assert.equal(await one.run(), 3);
  assert.deepEqual(await one.call('a:b/c', 'f', [1]), ['a:b/c', 'f', [1]]);
});
