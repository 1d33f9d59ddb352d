/** Folders that come and go, of which clients tell only the folder. */
import assert from 'node:assert/strict';
import { mkdir, rename, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { indexed, js, known, slightfile, workspace } from './testing/folder.ts';

const a = js('a');
const files = {
  '.gitignore': 'dist\n',
  'slightfile.toml': slightfile,
  'sub/slightfile.toml': slightfile,
  'sub/src/a.js': a,
  'sub/src/deep/b.js': a,
  'subway/c.js': a,
  'dist/d.js': a,
};

test('the files of a folder that is deleted are forgotten', async () => {
  await using at = await workspace(files);
  let changes = 0;
  const index = await indexed(at.folder, { onChange: () => changes++ });
  changes = 0;
  await rm(at.at('sub'), { recursive: true });
  assert.equal(await index.update([at.at('sub')]), true);
  assert.deepEqual(known(index, at.folder), ['slightfile.toml', 'subway/c.js']);
  assert.equal(index.app(at.at('sub/src/a.js'))?.folder, at.folder);
  assert.equal(changes, 1);
  assert.equal(await index.update([at.at('sub'), at.at('sub/src')]), false);
  assert.equal(changes, 1);
});

test('a folder that is moved is read where it is, and forgotten where it was', async () => {
  await using at = await workspace(files);
  const index = await indexed(at.folder);
  await rename(at.at('sub'), at.at('new'));
  await index.update([at.at('sub'), at.at('new')]);
  assert.deepEqual(known(index, at.folder), [
    'new/slightfile.toml',
    'new/src/a.js',
    'new/src/deep/b.js',
    'slightfile.toml',
    'subway/c.js',
  ]);
  assert.equal(index.app(at.at('new/src/a.js'))?.folder, at.at('new'));
  await rename(at.at('new'), at.at('dist/new'));
  await index.update([at.at('new'), at.at('dist/new')]);
  assert.deepEqual(known(index, at.folder), ['slightfile.toml', 'subway/c.js']);
});

test('a folder may have the name of a file, and become one', async () => {
  await using at = await workspace({ 'a.js/b.js': a, 'a.js/c.wit': '' });
  const index = await indexed(at.folder);
  assert.deepEqual(known(index, at.folder), ['a.js/b.js', 'a.js/c.wit']);
  await rm(at.at('a.js'), { recursive: true });
  await at.write('a.js', js('now a file'));
  await index.update([at.at('a.js')]);
  assert.deepEqual(known(index, at.folder), ['a.js']);
  await rm(at.at('a.js'));
  await mkdir(at.at('a.js'));
  await at.write('a.js/d.js', a);
  await index.update([at.at('a.js')]);
  assert.deepEqual(known(index, at.folder), ['a.js/d.js']);
});

test('the whole root comes and goes', async () => {
  await using at = await workspace({ 'root/a.js': a });
  const index = await indexed(at.at('root'));
  await rename(at.at('root'), at.at('other'));
  await index.update([at.at('root')]);
  assert.deepEqual(known(index, at.at('root')), []);
  await rename(at.at('other'), at.at('root'));
  await index.update([at.at('root')]);
  assert.deepEqual(known(index, at.at('root')), ['a.js']);
});
