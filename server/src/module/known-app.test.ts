import assert from 'node:assert/strict';
import { mkdtempDisposable, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Index } from '../index/index.ts';
import { modulesOf } from './known-app.ts';

const module = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

test('the order in which files are found changes nothing, also where they were written at once', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-app-'));
  const names = ['slightfile.toml', 'b.wasm', 'b.js', 'a.wasm', 'c.js', 'a.js'];
  const files = names.map((name) => path.join(folder.path, name));
  for (const file of files) {
    await writeFile(file, file.endsWith('.wasm') ? module : '');
    await utimes(file, 1, 1);
  }
  const index = new Index({ onChange: () => undefined });
  index.add(folder.path);
  await index.whenComplete();
  for (const order of [files, files.toReversed()]) {
    const sources = new Set(order.filter((file) => file.endsWith('.js')));
    const modules = new Set(order.filter((file) => file.endsWith('.wasm')));
    const app = {
      folder: folder.path,
      slightfiles: new Set<string>(),
      wit: new Set<string>(),
      sources,
      unread: new Set<string>(),
      modules,
    };
    assert.deepEqual(
      modulesOf(app, index).map(({ name, newestSource }) => [name, newestSource?.name]),
      [
        ['a.wasm', 'a.js'],
        ['b.wasm', 'a.js'],
      ],
    );
  }
});
