/** Symbolic links: what they lead to is read, and each file once. */
import assert from 'node:assert/strict';
import { rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { sourceFacts } from './facts.ts';
import type { Index } from './index.ts';
import { indexed, js, known, opened, slightfile, within, workspace } from './testing/folder.ts';

const a = js('a');

for (const { title, files, links, wanted } of [
  {
    title: 'a slightfile, a source and a folder outside of the root are read through links',
    files: { 'common/slightfile.toml': slightfile, 'common/lib/b.js': a, 'common/c.js': a },
    links: {
      'app/slightfile.toml': '../common/slightfile.toml',
      'app/lib': '../common/lib',
      'app/d.js': '../common/c.js',
    },
    wanted: ['d.js', 'lib/b.js', 'slightfile.toml'],
  },
  {
    title: 'a file that lies in the root is read by its own path',
    files: { 'app/src/a.js': a, 'app/z/b.js': a },
    links: { 'app/a-link': 'src', 'app/link.js': 'z/b.js', 'app/src/again.js': './a.js' },
    wanted: ['src/a.js', 'z/b.js'],
  },
  {
    title: 'loops end',
    files: { 'app/src/a.js': a, 'outside/o.js': a, 'not-this.js': a },
    links: {
      'app/src/self': '.',
      'app/src/up': '..',
      'app/src/above': '../..',
      'app/outside': '../outside',
      'outside/back': '../app',
      'outside/self': '.',
      'app/nowhere': 'nowhere',
      'app/round': 'round',
    },
    wanted: ['outside/o.js', 'src/a.js'],
  },
  {
    title: 'what two links lead to is read once',
    files: { 'outside/deep/o.js': a, 'app/a.js': a },
    links: { 'app/one': '../outside', 'app/two': '../outside/deep', 'app/three.js': '../outside/deep/o.js' },
    wanted: ['a.js', 'o.js'],
  },
  {
    title: 'what a link leads to is not read again in a folder that another leads to',
    files: { 'outside/o.js': a, 'outside/p.js': a },
    links: { 'app/o.js': '../outside/o.js', 'app/sub/one': '../../outside' },
    wanted: ['o.js', 'sub/one/p.js'],
  },
  {
    title: 'a link to what a tool makes is read, and its modules once',
    files: { 'app/Cargo.toml': '', 'app/target/gen/a.js': a, 'app/target/gen/a.wasm': '' },
    links: { 'app/src/gen': '../target/gen' },
    wanted: ['src/gen/a.js', 'target/gen/a.wasm'],
  },
  {
    title: 'a link that is ignored is not followed, nor one that npm made',
    files: { 'app/.gitignore': '/lib\n', 'lib/a.js': a },
    links: { 'app/lib': '../lib', 'app/node_modules/x': '../../lib' },
    wanted: [],
  },
] as const) {
  test(title, async () => {
    await using at = await workspace(files, links);
    const index = await indexed(at.at('app'));
    const names = known(index, at.at('app'));
    // which of several links is taken depends on the order of the disk
    const isOne = title.includes('two links');
    assert.deepEqual(
      isOne ? names.map((name) => path.posix.basename(name).replace('three', 'o')) : names,
      wanted,
    );
  });
}

test('the root itself may be a link', async () => {
  await using at = await workspace({ 'real/src/a.js': a }, { root: 'real', 'real/link': 'src' });
  assert.deepEqual(known(await indexed(at.at('root')), at.at('root')), ['src/a.js']);
});

test('what is told of a target, or of a path with a link in it, counts for the file', async () => {
  await using at = await workspace(
    { 'lib/a.js': a, 'app/src/b.js': a },
    { 'app/lib': '../lib', 'app/link': 'src' },
  );
  const index = await indexed(at.at('app'));
  await at.write('lib/a.js', js('one'));
  await index.update([at.at('lib/a.js')]);
  assert.deepEqual(opened(index, at.at('app/lib/a.js')), ['one']);
  await at.write('app/src/b.js', js('two'));
  await index.update([at.at('app/link/b.js')]);
  assert.deepEqual(opened(index, at.at('app/src/b.js')), ['two']);
  await at.write('lib/new.js', js('three'));
  await at.write('app/src/new.js', js('four'));
  await index.update([at.at('lib/new.js'), at.at('app/link/new.js')]);
  assert.deepEqual(known(index, at.at('app')), ['lib/a.js', 'lib/new.js', 'src/b.js', 'src/new.js']);
});

test('links come and go', async () => {
  await using at = await workspace({ 'lib/a.js': a, 'app/src/b.js': a });
  const index = await indexed(at.at('app'));
  const names = () => known(index, at.at('app'));
  await symlink('../lib', at.at('app/lib'));
  await symlink('src', at.at('app/link'));
  await symlink('src/b.js', at.at('app/c.js'));
  await index.update([at.at('app/lib'), at.at('app/link'), at.at('app/c.js')]);
  assert.deepEqual(names(), ['lib/a.js', 'src/b.js']);
  for (const name of ['app/lib', 'app/link', 'app/c.js']) await rm(at.at(name));
  await index.update([at.at('app/lib'), at.at('app/link'), at.at('app/c.js')]);
  assert.deepEqual(names(), ['src/b.js']);
  await at.write('app/c.js', js('c'));
  await at.write('app/link/d.js', js('d'));
  await index.update([at.at('app/c.js'), at.at('app/link/d.js')]);
  assert.deepEqual(names(), ['c.js', 'link/d.js', 'src/b.js']);
});

test('a file that is open by a link counts once, as it is in the editor', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'src/a.js': a }, { link: 'src' });
  const index = await indexed(at.folder);
  const sources = (of: Index) =>
    [...(of.app(at.at('slightfile.toml'))?.sources ?? [])].map((file) => within(at.folder, file));
  index.cover(at.at('link/a.js'), 'source', () => sourceFacts(js('typed'), 'javascript'));
  await index.placeOpen(at.at('link/a.js'));
  assert.deepEqual(sources(index), ['link/a.js']);
  assert.deepEqual(opened(index, at.at('link/a.js')), ['typed']);
  assert.equal(index.time(at.at('link/a.js')), index.time(at.at('src/a.js')));
  await at.write('src/a.js', js('saved'));
  await index.update([at.at('src/a.js')]);
  assert.deepEqual(sources(index), ['link/a.js']);
  index.uncover(at.at('link/a.js'));
  assert.deepEqual(sources(index), ['src/a.js']);
  assert.deepEqual(opened(index, at.at('src/a.js')), ['saved']);
});

test('what a link leads to goes with the folder that it is in, and modules that come there count once', async () => {
  await using at = await workspace(
    { '.gitignore': 'dist\n', 'b/dist/y.js': a, 'x.js': a },
    { link: 'b/dist' },
  );
  const index = await indexed(at.folder);
  assert.deepEqual(known(index, at.folder), ['link/y.js', 'x.js']);
  await at.write('b/dist/z.wasm', '');
  await index.update([at.at('b/dist/z.wasm')]);
  assert.deepEqual(known(index, at.folder), ['b/dist/z.wasm', 'link/y.js', 'x.js']);
  await rm(at.at('b'), { recursive: true });
  await index.update([at.at('b')]);
  assert.deepEqual(known(index, at.folder), ['x.js']);
});
