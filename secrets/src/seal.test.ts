import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtempDisposable, readdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { Secret } from '@slight/slightfile/slightfile.ts';
import { loadKey } from './key.ts';
import { openSecret, sealSecret, slightfileSecrets } from './seal.ts';
import { SecretUnreadable } from './unreadable.ts';

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'slight-secrets-'));

/** What the reader makes of a `[[secret_settings]]` block, as far as secrets are concerned. */
function secret(name: string, value: string): Secret {
  const span = { start: 0, end: 0 };
  const table = { kind: 'table', origin: 'array-element', members: new Map(), span } as const;
  return { table, span, name: { value: name, span, inner: span }, value: { value, span, inner: span } };
}

const unreadable = (message: RegExp) => (error: unknown) =>
  error instanceof SecretUnreadable && message.test(error.message);

test('a sealed secret opens again, and never seals to the same text twice', async () => {
  await using folder = await temporary();
  const key = await loadKey(folder.path, { create: true });
  for (const value of ['', 'hunter2', 'päß😀\0', 'x'.repeat(100_000)]) {
    const sealed = sealSecret(key, 'password', value);
    assert.match(sealed, /^v1:[A-Za-z0-9_-]+$/);
    assert.notEqual(sealed, sealSecret(key, 'password', value));
    assert.equal(openSecret(key, 'password', sealed), value);
  }
});

test('a secret that was changed, moved to another name or sealed elsewhere does not open', async () => {
  await using folder = await temporary();
  await using elsewhere = await temporary();
  const key = await loadKey(folder.path, { create: true });
  const sealed = sealSecret(key, 'password', 'hunter2');
  const remedy = unreadable(/another key, or has been changed.*slight secret -k /);

  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => openSecret(key, 'password', `v1:${changed.toString('base64url')}`), remedy);
  }
  assert.throws(() => openSecret(key, 'other', sealed), remedy);
  const otherKey = await loadKey(elsewhere.path, { create: true });
  assert.throws(() => openSecret(otherKey, 'password', sealed), remedy);
  assert.throws(() => openSecret(key, 'password', sealed.slice(0, 20)), unreadable(/cut short/));
});

test("a value of older slight's cipher and one of a newer format say what to do", async () => {
  await using folder = await temporary();
  const old = slightfileSecrets([secret('password', '9f8aXYZ+/==')], folder.path)('password');
  await assert.rejects(
    old,
    unreadable(/"password" was not sealed by this slight\. Set it again with: slight secret/),
  );
  await assert.rejects(
    slightfileSecrets([secret('password', 'v2:abc')], folder.path)('password'),
    unreadable(/Update slight/),
  );
});

test('the secrets of a slightfile open by name, the first of two counts, and none needs no key', async () => {
  await using folder = await temporary();
  assert.equal(await slightfileSecrets([], folder.path)('a'), undefined);
  assert.deepEqual(await readdir(folder.path), []);

  const key = await loadKey(folder.path, { create: true });
  const seal = (name: string, value: string) => secret(name, sealSecret(key, name, value));
  const secrets = [seal('a', '1'), seal('b', '2'), seal('a', '3'), secret('old', '9f8aXYZ+/==')];
  const open = slightfileSecrets(secrets, folder.path);
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(open)), ['1', '2', undefined]);
  await assert.rejects(open('old'), unreadable(/"old" was not sealed by this slight/));

  await using empty = await temporary();
  await assert.rejects(
    slightfileSecrets(secrets, empty.path)('a'),
    unreadable(/"a" was sealed with a key that is not in/),
  );
});

test(
  'the key is for the user alone',
  { skip: process.platform === 'win32' && 'Windows has no modes' },
  async () => {
    await using folder = await temporary();
    const config = path.join(folder.path, 'config', 'slight');
    await loadKey(config, { create: true });
    const file = path.join(config, 'secret.key');
    assert.equal((await stat(config)).mode & 0o777, 0o700);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(config), ['secret.key']);

    await chmod(file, 0o644);
    await loadKey(config, { create: false });
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    await writeFile(file, 'short');
    await assert.rejects(loadKey(config, { create: true }), unreadable(/damaged/));
  },
);

test('processes that make the key at the same time end up with one', async () => {
  await using folder = await temporary();
  const script = `
    import { loadKey } from ${JSON.stringify(import.meta.resolve('./key.ts'))};
    const key = await loadKey(${JSON.stringify(path.join(folder.path, 'slight'))}, { create: true });
    process.stdout.write(key.export().toString('hex'));`;
  const keys = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
      return output;
    }),
  );
  assert.equal(keys[0]?.length, 64);
  assert.equal(new Set(keys).size, 1);
});
