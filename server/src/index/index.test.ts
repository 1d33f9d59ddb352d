/** The index over real folders. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sourceFacts } from './facts.ts';
import { Index } from './index.ts';
import { cacheFolder, indexed, js, opened, saved, slightfile, within, workspace } from './testing/folder.ts';

test('sources, slightfiles, WIT and modules are found', async () => {
  await using at = await workspace({
    'slightfile.toml': slightfile,
    'src/app.js': js('orders'),
    'wit/world.wit': 'package a:b;',
    'build/app.wasm': 'no module',
    'readme.md': 'no source',
  });
  const index = await indexed(at.folder);
  const app = index.app(at.at('src/app.js'));
  assert.ok(app);
  const names = (files: ReadonlySet<string>) => [...files].map((file) => within(at.folder, file)).sort();
  assert.deepEqual(names(app.slightfiles), ['slightfile.toml']);
  assert.deepEqual(names(app.sources), ['src/app.js']);
  assert.deepEqual(names(app.wit), ['wit/world.wit']);
  assert.deepEqual(names(app.modules), ['build/app.wasm']);
  assert.deepEqual(opened(index, at.at('src/app.js')), ['orders']);
  assert.deepEqual(index.facts(at.at('build/app.wasm')), { kind: 'module' });
  assert.equal(index.isComplete, true);
});

test('a source belongs to the nearest slightfile above it', async () => {
  await using at = await workspace({
    'slightfile.toml': slightfile,
    'apps/one/slightfile.toml': slightfile,
    'apps/one/slightfile.prod.toml': slightfile,
    'apps/one/src/a.js': js('a'),
    'apps/two/b.js': js('b'),
  });
  const index = await indexed(at.folder);
  assert.equal(index.app(at.at('apps/one/src/a.js'))?.folder, at.at('apps/one'));
  assert.equal(index.app(at.at('apps/one/src/a.js'))?.slightfiles.size, 2);
  assert.equal(index.app(at.at('apps/two/b.js'))?.folder, at.folder);
  await rm(at.at('apps/one/slightfile.toml'));
  await rm(at.at('apps/one/slightfile.prod.toml'));
  await index.update([at.at('apps/one/slightfile.toml'), at.at('apps/one/slightfile.prod.toml')]);
  assert.equal(index.app(at.at('apps/one/src/a.js'))?.folder, at.folder);
  await at.write('apps/two/slightfile.toml', slightfile);
  await index.update([at.at('apps/two/slightfile.toml')]);
  assert.deepEqual([...(index.app(at.at('apps/two/b.js'))?.sources ?? [])], [at.at('apps/two/b.js')]);
});

test('what changes on disk is read again; what did not change is not', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a'), 'b.js': js('b') });
  let changes = 0;
  const index = await indexed(at.folder, { onChange: () => changes++ });
  const before = index.facts(at.at('b.js'));
  changes = 0;
  await at.write('a.js', js('another'));
  assert.equal(await index.update([at.at('a.js'), at.at('b.js')]), true);
  assert.deepEqual(opened(index, at.at('a.js')), ['another']);
  assert.equal(index.facts(at.at('b.js')), before, 'the very same facts');
  assert.equal(changes, 1);
  assert.equal(await index.update([at.at('a.js'), at.at('readme.md'), '/elsewhere/x.js']), false);
  assert.equal(changes, 1);
  await rm(at.at('a.js'));
  await at.write('c.js', js('c'));
  await index.update([at.at('a.js'), at.at('c.js')]);
  assert.equal(index.facts(at.at('a.js')), undefined);
  assert.deepEqual(opened(index, at.at('c.js')), ['c']);
});

test('a client that tells of no change has everything looked at again', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a'), 'b.js': js('b') });
  const index = await indexed(at.folder);
  await rm(at.at('a.js'));
  await at.write('b.js', js('changed'));
  await at.write('c.js', js('c'));
  await index.rescan();
  assert.equal(index.facts(at.at('a.js')), undefined);
  assert.deepEqual(opened(index, at.at('b.js')), ['changed']);
  assert.deepEqual(opened(index, at.at('c.js')), ['c']);
});

test('what is open counts instead of what is on disk, also where nothing is on disk', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a') });
  const index = await indexed(at.folder);
  index.cover(at.at('a.js'), 'source', () => sourceFacts(js('typed'), 'javascript'));
  index.cover(at.at('new.js'), 'source', () => sourceFacts(js('new'), 'javascript'));
  assert.deepEqual(opened(index, at.at('a.js')), ['typed']);
  assert.ok(index.app(at.at('new.js'))?.sources.has(at.at('new.js')));
  index.uncover(at.at('a.js'));
  index.uncover(at.at('new.js'));
  assert.deepEqual(opened(index, at.at('a.js')), ['a']);
  assert.equal(index.app(at.at('new.js'))?.sources.has(at.at('new.js')), false);
});

test('the next start takes what did not change from the cache', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a'), 'b.js': js('b') });
  await using cache = await cacheFolder();
  await saved(await indexed(at.folder, { cacheFolder: cache.path }), cache.path);
  const [file = ''] = await readdir(cache.path);
  const kept = path.join(cache.path, file);
  // the cache says something that the file does not: whoever gives that has not read the file
  await writeFile(kept, (await readFile(kept, 'utf8')).replaceAll('"value":"a"', '"value":"from-cache"'));
  await at.write('b.js', js('changed'));
  const later = new Date(Date.now() + 5000);
  await utimes(at.at('b.js'), later, later);
  const index = await indexed(at.folder, { cacheFolder: cache.path });
  assert.deepEqual(opened(index, at.at('a.js')), ['from-cache']);
  assert.deepEqual(opened(index, at.at('b.js')), ['changed']);
});

test('a cache that is damaged or of another version is done without', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a') });
  await using cache = await cacheFolder();
  await saved(await indexed(at.folder, { cacheFolder: cache.path }), cache.path);
  const kept = path.join(cache.path, (await readdir(cache.path))[0] ?? '');
  const good = await readFile(kept, 'utf8');
  for (const bad of [
    '',
    'nonsense',
    good.slice(0, -10),
    good.replace(/"format":\d+/, '"format":0'),
    `${good}{`,
  ]) {
    await writeFile(kept, bad);
    const index = await indexed(at.folder, { cacheFolder: cache.path });
    assert.deepEqual(opened(index, at.at('a.js')), ['a'], JSON.stringify(bad.slice(0, 40)));
    index.dispose();
  }
});

test('nobody waits for a cache that cannot be written', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a') });
  // a folder below a file, and one where the system makes none
  for (const cacheFolder of [at.at('a.js/cache'), '/proc/nope/cache']) {
    const index = await indexed(at.folder, { cacheFolder });
    assert.deepEqual(opened(index, at.at('a.js')), ['a']);
    await index.rescan();
    assert.equal((await index.whenComplete()).files, 2);
    index.dispose();
  }
});

test('two roots; one that is removed is forgotten', async () => {
  await using one = await workspace({ 'slightfile.toml': slightfile, 'a.js': js('a') });
  await using two = await workspace({ 'slightfile.toml': slightfile, 'b.js': js('b') });
  const index = await indexed(one.folder);
  index.add(two.folder);
  assert.equal(index.isComplete, false);
  await index.whenComplete();
  assert.deepEqual(opened(index, two.at('b.js')), ['b']);
  index.remove(one.folder);
  assert.equal(index.facts(one.at('a.js')), undefined);
  assert.equal(index.app(one.at('a.js')), undefined);
  assert.deepEqual(opened(index, two.at('b.js')), ['b']);
});

test('a folder that is not there is empty', async () => {
  await using at = await workspace({});
  assert.equal((await (await indexed(at.at('nowhere'))).whenComplete()).files, 0);
});

test('a file that is written twice in a tick of the clock is known as it is in the end', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile });
  await using cache = await cacheFolder();
  const app = at.at('app.js');
  const tick = new Date();
  const write = async (name: string) => {
    await at.write('app.js', js(name));
    await utimes(app, tick, tick);
  };
  await write('one');
  const index = await indexed(at.folder, { cacheFolder: cache.path });
  assert.deepEqual(opened(index, app), ['one']);
  await write('two');
  await index.update([app]);
  assert.deepEqual(opened(index, app), ['two']);
  await write('new');
  await index.rescan();
  assert.deepEqual(opened(index, app), ['new']);
  await saved(index, cache.path);
  await write('end');
  const next = await indexed(at.folder, { cacheFolder: cache.path });
  assert.deepEqual(opened(next, app), ['end']);
  next.dispose();
});

test('a file that goes while it is read is not known in the end', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile });
  const index = await indexed(at.folder);
  const app = at.at('app.js');
  for (let turns = 0; turns < 30; turns++) {
    await at.write('app.js', `// ${'x'.repeat(1_000_000)}\n${js('gone')}`);
    const reading = index.update([app]);
    for (let count = 0; count < turns; count++) await turn();
    await rm(app);
    await Promise.all([reading, index.update([app])]);
    assert.equal(index.facts(app), undefined, `gone after ${turns} turns`);
  }
});

test('of a folder that is removed while it is read nothing is kept', async () => {
  const sources = Array.from({ length: 40 }, (_, index) => [`${index}.js`, js(`n${index}`)] as const);
  await using at = await workspace({ 'slightfile.toml': slightfile, ...Object.fromEntries(sources) });
  const known = (index: Index) => sources.filter(([name]) => index.facts(at.at(name)) !== undefined).length;
  for (let turns = 0; turns < 40; turns++) {
    const index = new Index({ onChange: () => undefined });
    index.add(at.folder);
    const reading = index.whenComplete();
    for (let count = 0; count < turns; count++) await turn();
    index.remove(at.folder);
    await reading;
    assert.equal(known(index), 0, `removed after ${turns} turns`);
  }
  const index = await indexed(at.folder);
  await at.write('0.js', js('other'));
  const updating = index.update([at.at('0.js')]);
  index.remove(at.folder);
  await updating;
  assert.equal(known(index), 0);
});
