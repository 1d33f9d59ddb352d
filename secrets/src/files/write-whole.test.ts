import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { writeWhole } from './write-whole.ts';

async function folder() {
  const made = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-whole-'));
  const file = path.join(made.path, 'file');
  const names = async () => (await readdir(made.path)).sort();
  return { file, draft: `${file}.new`, names, [Symbol.asyncDispose]: () => made[Symbol.asyncDispose]() };
}

test('until the new contents are all there, the file has the old ones', async () => {
  await using at = await folder();
  await writeFile(at.file, 'old');
  await writeWhole(at.file, at.draft, async (draft) => {
    await draft.write('ne');
    assert.equal(await readFile(at.file, 'utf8'), 'old');
    await draft.write('w');
  });
  assert.deepEqual([await readFile(at.file, 'utf8'), await at.names()], ['new', ['file']]);
});

test('what cannot be filled leaves the file as it was, and no draft', async () => {
  await using at = await folder();
  await writeFile(at.file, 'old');
  const full = new Error('the disk is full');
  const filling = writeWhole(at.file, at.draft, async (draft) => {
    await draft.write('ne');
    throw full;
  });
  await assert.rejects(filling, full);
  assert.deepEqual([await readFile(at.file, 'utf8'), await at.names()], ['old', ['file']]);
});

test('a draft that a kill has left is written over', async () => {
  await using at = await folder();
  await writeFile(at.draft, 'cut off, and longer than what comes');
  await writeWhole(at.file, at.draft, (draft) => draft.write('new'));
  assert.deepEqual([await readFile(at.file, 'utf8'), await at.names()], ['new', ['file']]);
});

test('the file permits what it is to', { skip: process.platform === 'win32' }, async () => {
  await using at = await folder();
  await writeWhole(at.file, at.draft, (draft) => draft.write('new'), 0o600);
  assert.equal((await stat(at.file)).mode & 0o777, 0o600);
});
