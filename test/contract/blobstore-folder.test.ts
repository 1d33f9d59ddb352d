/** blobstore.filesystem where the disk is full, and what it leaves there. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { provider } from '@slight/runtime/providers/blobstore/filesystem.ts';
import { fileOf, nameOf } from '@slight/runtime/providers/blobstore/filesystem/file-name.ts';
import { hasObjects } from '@slight/runtime/providers/blobstore/filesystem/has-objects.ts';
import { noDisk, smallDisk } from '../disk.ts';
import { namesOf, put, readAll } from './blobstore-asserts.ts';
import { contextOf } from './context.ts';
import { difficultKeys } from './difficult-keys.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';

const openIn = (folder: string) => provider.open('photos', {}, contextOf({ folder }));

test(
  'a full disk is an io-error, nothing is left of the object, and there is room again',
  { skip: noDisk },
  async () => {
    using disk = smallDisk();
    await using container = await openIn(path.join(disk.folder, 'photos'));
    await put(container, 'small', 'value');
    const error = await rejectsWith(
      'io-error',
      put(container, 'large', Buffer.alloc(300_000), Buffer.alloc(10)),
    );
    assert.match(error.message, /the disk is full \(ENOSPC\)/);
    assert.deepEqual(readdirSync(path.join(disk.folder, 'photos', 'incoming')), []);
    await put(container, 'other', Buffer.alloc(10_000));
    assert.deepEqual(await namesOf(container), ['other', 'small']);
    assertValue(await readAll(container, 'small'), bytes('value'));
  },
);

test('what a killed writer has left is removed a day later, and what is being written is not', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-left-'));
  const incoming = path.join(folder.path, 'incoming');
  mkdirSync(incoming);
  const hour = 3600;
  for (const [name, age] of [
    ['new', 23 * hour],
    ['old', 25 * hour],
  ] as const) {
    writeFileSync(path.join(incoming, name), 'half');
    const at = Date.now() / 1000 - age;
    utimesSync(path.join(incoming, name), at, at);
  }
  await using _container = await openIn(folder.path);
  assert.deepEqual(readdirSync(incoming), ['new']);
});

test('whether there is any object in a folder is told without opening it', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-holds-'));
  const held = path.join(folder.path, 'photos');
  assert.equal(hasObjects(held), false);
  await using container = await openIn(held);
  assert.equal(hasObjects(held), false);
  await put(container, 'x'.repeat(1000), 'value');
  assert.equal(hasObjects(held), true);
});

test('a name is the name of its file as far as every system takes it', () => {
  for (const name of ['cat.jpg', '2024-07', 'a_b']) assert.equal(fileOf(name), name);
  assert.equal(fileOf('a/B'), 'a%2f%42');
  assert.equal(fileOf('nul.txt'), '%6eul.txt');
  for (const name of difficultKeys) {
    const file = fileOf(name);
    assert.equal(nameOf(file), name);
    for (const part of file.split(path.sep)) assert.match(part, /^(?!\.)[a-z0-9_%+.-]{1,202}(?<!\.)$/);
  }
  for (const foreign of ['A', '%zz', '%61', '.DS_Store', 'a+']) assert.equal(nameOf(foreign), undefined);
});
