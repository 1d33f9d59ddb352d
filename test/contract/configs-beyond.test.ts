import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { provider as envvars } from '@slight/runtime/providers/configs/envvars.ts';
import { provider as usersecrets } from '@slight/runtime/providers/configs/usersecrets.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';

const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();

test("configs.envvars reads the run's environment, and only what is asked for", async () => {
  const asked: PropertyKey[] = [];
  const environment = new Proxy<Record<string, string>>(
    { HOME: '/root', EMPTY: '', SECRET: 'hunter2' },
    { get: (target, key: string) => (asked.push(key), target[key]) },
  );
  await using configs = await envvars.open('configs', {}, contextOf({ environment }));
  assert.equal(text(await configs.get('HOME')), '/root');
  assert.equal(text(await configs.get('EMPTY')), '');
  assert.equal(await configs.get('MISSING'), undefined);
  assert.equal(await configs.get('constructor'), undefined);
  assert.deepEqual(asked, ['HOME', 'EMPTY']);
});

test('configs.envvars gives back what the guest set, and leaves the environment alone', async () => {
  const environment = { HOME: '/root' };
  await using configs = await envvars.open('configs', {}, contextOf({ environment }));
  await configs.set('HOME', bytes('/home'));
  await configs.set('BYTES', Uint8Array.of(0, 255));
  assert.equal(text(await configs.get('HOME')), '/home');
  assert.deepEqual(Buffer.from((await configs.get('BYTES')) ?? []), Buffer.of(0, 255));
  assert.deepEqual(environment, { HOME: '/root' });
});

test('configs.usersecrets opens a secret when the guest asks for it, and lets it set none', async () => {
  const asked: string[] = [];
  const secret = (name: string) => {
    asked.push(name);
    return Promise.resolve(name === 'password' ? 'hunter2' : undefined);
  };
  await using configs = await usersecrets.open('configs', {}, contextOf({ secret }));
  assert.deepEqual(asked, []);
  assert.equal(text(await configs.get('password')), 'hunter2');
  assert.equal(await configs.get('missing'), undefined);
  assert.deepEqual(asked, ['password', 'missing']);
  await assert.rejects(configs.set('password', bytes('other')), { case: 'permission-denied' });
});

test('configs.usersecrets tells the guest why a secret does not open', async () => {
  const secret = () => Promise.reject(new Error('The secret "password" was sealed with another key.'));
  await using configs = await usersecrets.open('configs', {}, contextOf({ secret }));
  await assert.rejects(
    configs.get('password'),
    (error) =>
      error instanceof CapabilityError &&
      error.case === 'permission-denied' &&
      /another key/.test(error.message),
  );
});
