/** Guests whose heap begins above 2 GiB, where a pointer is negative for who reads it as a signed number. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { guest, runGuest } from './guests.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { opener } from './opener.ts';

test('a component prints, reads its arguments and environment, and works in a folder', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-test-'));
  try {
    const commands = ['args', 'a', 'größe'];
    const files = [
      'write',
      '/data/a',
      'one',
      'append',
      '/data/a',
      ' two',
      'read',
      '/data/a',
      'list',
      '/data',
    ];
    const probe = await guest('c-probe-high-component');
    const io = { environment: { A: 'b' }, folders: { '/data': folder } };
    assert.equal((await runGuest(probe, commands, io)).stdout, 'guest\nargs\na\ngröße\n');
    assert.equal((await runGuest(probe, ['env'], io)).stdout, 'A=b\n');
    assert.equal((await runGuest(probe, files, io)).stdout, 'one twoa\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});

// 64-bit stores and loads of a host's lists and texts are in types.test.ts
for (const name of ['c-keyvalue-high', 'c-keyvalue-high-component']) {
  test(`${name} uses a store`, async () => {
    const value = 'ö'.repeat(1000);
    const commands = ['set', 'key', value, 'set', 'größe', '', 'get', 'key', 'keys', 'get', 'none'];
    const { stdout } = await runGuest(await guest(name), ['store', ...commands], {
      opener: opener({ keyvalue: { store: memoryKeyValue() } }),
    });
    assert.deepEqual(stdout.split('\n'), [
      ...['set:', 'set:', `get: ${value}`, 'keys: key größe'],
      'get failed: key-not-found: there is no key "none"',
      '',
    ]);
  });
}
