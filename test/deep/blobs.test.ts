/** Blobs that are large, and many of them. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { provider } from '@slight/runtime/providers/blobstore/filesystem.ts';
import { put } from '../contract/blobstore-asserts.ts';
import { contextOf } from '../contract/context.ts';
import { inParallel } from '../contract/keyvalue-asserts.ts';
import { blobApp } from '../runtime/blob-app.ts';

for (const guest of ['c-blob-store', 'c-blob-store-component', 'c-wasi-blobstore']) {
  test(`1 GB goes through ${guest} to a folder and back, in less than 150 MB of memory`, async () => {
    await using app = await blobApp();
    const size = '1000000000';
    const { code, stdout, most } = await app.run(guest, 'photos', 'fill', 'big', size, 'sum', 'big');
    assert.deepEqual([code, stdout], [0, `fill:\nsum: ${size} ${size}\n`]);
    console.log(`${guest}: ${most.toFixed()} MB`);
    // 0 where the system does not tell
    assert.ok(most < 150, `${most.toFixed()} MB`);
  });
}

test('100,000 objects of a folder are listed, each once, and none is left when it is cleared', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-many-'));
  const context = contextOf({ folder: folder.path, durable: false });
  await using container = await provider.open('many', {}, context);
  const names = Array.from({ length: 100_000 }, (_, index) => `objects/${index}`);
  await inParallel(16, names, (name) => put(container, name, name));
  assert.deepEqual((await Array.fromAsync(container.list())).sort(), names.toSorted());
  assert.equal((await Array.fromAsync(container.list('objects/9999'))).length, 11);
  await container.clear();
  assert.deepEqual(await Array.fromAsync(container.list()), []);
});
