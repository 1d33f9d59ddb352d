import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Documents } from '../documents.ts';
import { WitFiles } from './files.ts';

test('a file is read once, and again when it, or everything, may have changed on disk', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-wit-'));
  const file = path.join(folder.path, 'a.wit');
  const files = new WitFiles({ documents: new Documents() });
  const text = async (): Promise<string | undefined> => (await files.source(file))?.text;
  await writeFile(file, 'interface a { }');
  assert.equal(await text(), 'interface a { }');
  await writeFile(file, 'interface b { }');
  files.forget([path.join(folder.path, 'other.wit')]);
  assert.equal(await text(), 'interface a { }');
  files.forget([file]);
  assert.equal(await text(), 'interface b { }');
  await writeFile(file, 'interface c { }');
  files.forget();
  assert.equal(await text(), 'interface c { }');
});
