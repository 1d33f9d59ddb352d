/** What the index leaves out: what ignore files say, and what tools mark as their own. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import {
  cacheFolder,
  indexed,
  js,
  known,
  opened,
  saved,
  slightfile,
  within,
  workspace,
} from './testing/folder.ts';

const a = js('a');

/** What is found of these files, but for ignore files. */
async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using at = await workspace(files);
  return known(await indexed(at.folder), at.folder);
}

const wasm = 'no module';

for (const { title, files, wanted } of [
  {
    title: 'a folder is not left out for its name',
    files: {
      'Cargo.toml': '',
      'src/bin/worker.js': a,
      'build/plan.js': a,
      'out/x.js': a,
      'vendor/v.js': a,
      'dist/d.js': a,
    },
    wanted: ['build/plan.js', 'dist/d.js', 'out/x.js', 'src/bin/worker.js', 'vendor/v.js'],
  },
  {
    title: 'what an ignore file says is left out, but for the modules that a build leaves there',
    files: {
      '.gitignore': '/dist\ntarget/\n*.gen.js\n*.wasm\n',
      'dist/app.js': a,
      'dist/app.wasm': wasm,
      'target/wasm32-wasip1/release/app.wasm': wasm,
      'target/wasm32-wasip1/release/deps/app.wasm': wasm,
      'target/debug/build/x/out/a.js': a,
      'src/a.gen.js': a,
      'src/dist/b.js': a,
      'app.wasm': wasm,
    },
    wanted: ['app.wasm', 'dist/app.wasm', 'src/dist/b.js', 'target/wasm32-wasip1/release/app.wasm'],
  },
  {
    title: 'the last pattern that fits counts, and the nearest file has the last patterns',
    files: {
      '.gitignore': '*.gen.js\n!keep.gen.js\nlocal/\n',
      'a.gen.js': a,
      'keep.gen.js': a,
      'one/.gitignore': '!*.gen.js\n/b.js\n',
      'one/b.gen.js': a,
      'one/b.js': a,
      'one/two/b.js': a,
      'two/.gitignore': '!local\n',
      'two/local/c.js': a,
      'local/d.js': a,
    },
    wanted: ['keep.gen.js', 'one/b.gen.js', 'one/two/b.js', 'two/local/c.js'],
  },
  {
    title: 'a pattern of a folder whose name has signs of patterns',
    files: { 'a[b]*/.gitignore': 'x.js\n/y/z.js\n', 'a[b]*/c/x.js': a, 'a[b]*/y/z.js': a, 'ab/x.js': a },
    wanted: ['ab/x.js'],
  },
  {
    title: 'what is in a folder that is ignored is not brought back',
    files: { '.gitignore': 'gone/\n!gone/a.js\n', 'gone/a.js': a },
    wanted: [],
  },
  {
    title: '.ignore has the last word',
    files: {
      '.ignore': '!generated/\nold/\n',
      'one/.gitignore': 'generated/\n',
      'one/generated/a.js': a,
      'old/b.js': a,
    },
    wanted: ['one/generated/a.js'],
  },
  {
    title: 'comments, line ends of Windows, a byte order mark and signs that are quoted',
    files: {
      '.gitignore': '\ufeffa.js\r\n# b.js\r\n\\#c.js\r\n\r\n',
      'x/.gitignore': '\\!d.js\n',
      'a.js': a,
      'b.js': a,
      '#c.js': a,
      'x/!d.js': a,
      'x/d.js': a,
    },
    wanted: ['b.js', 'x/d.js'],
  },
  {
    title: 'a repository in a repository has its own rules',
    files: {
      '.git/info/exclude': 'private.js\n',
      '.gitignore': 'b.js\n',
      'private.js': a,
      'sub/.git/info/exclude': 'c.js\n',
      'sub/b.js': a,
      'sub/c.js': a,
      'sub/private.js': a,
    },
    wanted: ['sub/b.js', 'sub/private.js'],
  },
  {
    title: 'a worktree has the rules of its repository that are not shared',
    files: {
      'main/.git/info/exclude': 'private.js\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/.git': 'gitdir: ../main/.git/worktrees/w\n',
      'w/private.js': a,
      'w/b.js': a,
    },
    wanted: ['w/b.js'],
  },
  {
    title: 'a slightfile that is ignored by itself serves its app; one in a folder that is ignored does not',
    files: {
      '.gitignore': 'slightfile.local.toml\ndist/\n',
      'slightfile.local.toml': slightfile,
      'dist/slightfile.toml': slightfile,
    },
    wanted: ['slightfile.local.toml'],
  },
  {
    title: 'what tools mark as their own, or a manifest makes',
    files: {
      'one/Cargo.toml': '',
      'one/target/debug/a.js': a,
      'one/target/wasm32-wasip1/debug/a.wasm': wasm,
      'elsewhere/CACHEDIR.TAG': '',
      'elsewhere/a.js': a,
      'elsewhere/wasm32-wasip1/release/a.wasm': wasm,
      'cmake/CMakeCache.txt': '',
      'cmake/a.c': '',
      'cmake/guest/a.wasm': wasm,
      'in-source/CMakeCache.txt': '',
      'in-source/CMakeLists.txt': '',
      'in-source/CMakeFiles/3.1/probe.c': '',
      'in-source/a.c': '',
      'zig/build.zig': '',
      'zig/zig-out/bin/a.wasm': wasm,
      'zig/zig-out/a.c': '',
      'web/package.json': '{}',
      'web/dist/a.js': a,
      'web/dist/a.wasm': wasm,
      'net/a.csproj': '',
      'net/obj/a.js': a,
      'env/pyvenv.cfg': '',
      'env/lib/a.py': '',
      'go/go.mod': '',
      'go/vendor/modules.txt': '',
      'go/vendor/x/x.go': '',
      'crates/serde/.cargo-checksum.json': '{}',
      'crates/serde/src/lib.rs': '',
      'node_modules/x/a.js': a,
      'node_modules/x/a.wasm': wasm,
    },
    wanted: [
      'cmake/guest/a.wasm',
      'elsewhere/wasm32-wasip1/release/a.wasm',
      'in-source/a.c',
      'one/target/wasm32-wasip1/debug/a.wasm',
      'web/dist/a.wasm',
      'zig/zig-out/bin/a.wasm',
    ],
  },
  {
    title: 'a folder that is ignored and is no place of a build has its own modules, and is not gone through',
    files: {
      '.gitignore': 'artifacts\ncmake-build-debug\n',
      'artifacts/a.wasm': wasm,
      'artifacts/deep/b.wasm': wasm,
      'cmake-build-debug/CMakeCache.txt': '',
      'cmake-build-debug/guest/c.wasm': wasm,
    },
    wanted: ['artifacts/a.wasm', 'cmake-build-debug/guest/c.wasm'],
  },
]) {
  const isRefused = process.platform === 'win32' && Object.keys(files).some((name) => name.includes('*'));
  test(title, { skip: isRefused && 'Windows takes no such name' }, async () => {
    assert.deepEqual(await found(files), wanted);
  });
}

test('git ignores the same files', async () => {
  await using at = await workspace({
    '.gitignore':
      '/dist\n*.gen.js\n!keep.gen.js\nlocal/\nlogs/**\n!logs/keep.js\na/**/z.js\n[xy].js\nq?.js\nsp\\ ace.js  \n',
    'sub/.gitignore': '!*.gen.js\n/b.js\nc/d.js\n!local\n*\\ x.js\n',
  });
  const files = [
    'dist/a.js',
    'sub/dist/a.js',
    'a.gen.js',
    'keep.gen.js',
    'sub/a.gen.js',
    'local/a.js',
    'sub/local/a.js',
    'sub/deep/local/a.js',
    'logs/keep.js',
    'logs/a.js',
    'a/z.js',
    'a/b/c/z.js',
    'x.js',
    'sub/y.js',
    'z.js',
    'qq.js',
    'q.js',
    'sp ace.js',
    'sub/b.js',
    'sub/deep/b.js',
    'sub/c/d.js',
    'sub/deep/c/d.js',
    'sub/a x.js',
  ];
  for (const file of files) await at.write(file, a);
  execFileSync('git', ['init', '--quiet', at.folder]);
  const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-standard'], {
    cwd: at.folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: at.folder, XDG_CONFIG_HOME: at.folder },
  });
  const wanted = listed.split('\0').filter((file) => file.endsWith('.js'));
  assert.ok(wanted.length > 5 && wanted.length < files.length);
  assert.deepEqual(known(await indexed(at.folder), at.folder), wanted.sort());
});

test('ignore files above the folder count up to the repository, unless they ignore the folder itself', async () => {
  await using at = await workspace({
    '.gitignore': 'a.js\n/apps/one/b.js\n',
    'apps/one/a.js': a,
    'apps/one/b.js': a,
    'apps/one/c.js': a,
  });
  const one = async () => known(await indexed(at.at('apps/one')), at.at('apps/one'));
  assert.deepEqual(await one(), ['a.js', 'b.js', 'c.js'], 'there is no repository');
  await at.write('.git/HEAD', '');
  assert.deepEqual(await one(), ['c.js']);
  await at.write('.gitignore', 'apps/\na.js\n');
  assert.deepEqual(await one(), ['a.js', 'b.js', 'c.js']);
});

test('what changes is placed as it is when everything is read, and ignore files that change count at once', async () => {
  await using at = await workspace({
    '.git/HEAD': '',
    'slightfile.toml': slightfile,
    '.gitignore': 'dist/\n',
    'dist/app.js': a,
    'src/a.js': a,
    'sub/b.js': a,
  });
  let changes = 0;
  const index = await indexed(at.folder, { onChange: () => changes++ });
  const names = () => known(index, at.folder);
  changes = 0;
  assert.equal(await index.update([at.at('dist/app.js')]), false);
  assert.equal(changes, 0);
  assert.deepEqual(names(), ['slightfile.toml', 'src/a.js', 'sub/b.js']);
  await at.write('.gitignore', 'src/\n');
  await index.update([at.at('.gitignore')]);
  assert.deepEqual(names(), ['dist/app.js', 'slightfile.toml', 'sub/b.js']);
  assert.equal(opened(index, at.at('src/a.js')), undefined);
  await at.write('sub/.ignore', 'b.js\n');
  await index.update([at.at('sub/.ignore')]);
  assert.deepEqual(names(), ['dist/app.js', 'slightfile.toml']);
  await rm(at.at('sub/.ignore'));
  await rm(at.at('.gitignore'));
  await index.update([at.at('sub/.ignore'), at.at('.gitignore')]);
  assert.deepEqual(names(), ['dist/app.js', 'slightfile.toml', 'src/a.js', 'sub/b.js']);
  await at.write('.git/info/exclude', 'dist\n');
  await index.update([at.at('.git/info/exclude')]);
  assert.deepEqual(names(), ['slightfile.toml', 'src/a.js', 'sub/b.js']);
});

test('a file that is ignored since the cache was written is not taken from it', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'dist/app.js': a });
  await using cache = await cacheFolder();
  const options = { cacheFolder: cache.path };
  const first = await indexed(at.folder, options);
  assert.deepEqual(opened(first, at.at('dist/app.js')), ['a']);
  await saved(first, cache.path);
  await at.write('.gitignore', 'dist\n');
  const next = await indexed(at.folder, options);
  assert.equal(opened(next, at.at('dist/app.js')), undefined);
  assert.deepEqual(known(next, at.folder), ['slightfile.toml']);
});

test('a file that is open and ignored belongs to no app, until it is ignored no more', async () => {
  await using at = await workspace({
    'slightfile.toml': slightfile,
    '.gitignore': 'dist\n',
    'dist/app.js': a,
    'src/b.js': a,
  });
  const index = await indexed(at.folder);
  const facts = () => ({ kind: 'source', language: 'javascript', opened: [] }) as const;
  const sources = () =>
    [...(index.app(at.at('slightfile.toml'))?.sources ?? [])].map((file) => within(at.folder, file)).sort();
  for (const name of ['dist/app.js', 'src/new.js']) {
    index.cover(at.at(name), 'source', facts);
    await index.placeOpen(at.at(name));
  }
  assert.deepEqual(sources(), ['src/b.js', 'src/new.js']);
  assert.deepEqual(opened(index, at.at('dist/app.js')), [], 'what is open can be asked about');
  assert.equal(index.aside(at.at('dist/app.js')), 'ignored');
  assert.equal(index.aside(at.at('src/new.js')), undefined);
  await at.write('.gitignore', 'src\n');
  await index.update([at.at('.gitignore')]);
  assert.deepEqual(sources(), ['dist/app.js']);
  index.uncover(at.at('src/new.js'));
  assert.equal(index.aside(at.at('src/new.js')), undefined);
});

test('a file that is deleted while it is open belongs to no app, until it is there again', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': a });
  const index = await indexed(at.folder);
  const facts = () => ({ kind: 'source', language: 'javascript', opened: [] }) as const;
  const sources = () =>
    Array.from(index.app(at.at('slightfile.toml'))?.sources ?? [], (file) => path.basename(file));
  for (const name of ['a.js', 'new.js']) {
    index.cover(at.at(name), 'source', facts);
    await index.placeOpen(at.at(name));
  }
  await rm(at.at('a.js'));
  await index.update([at.at('a.js')]);
  assert.deepEqual(sources(), ['new.js'], 'what was never saved is to be');
  assert.equal(index.aside(at.at('a.js')), 'gone');
  await at.write('a.js', a);
  await index.update([at.at('a.js')]);
  assert.deepEqual(sources().sort(), ['a.js', 'new.js']);
  await at.write('deep/b.js', a);
  await index.update([at.at('deep')]);
  index.cover(at.at('deep/b.js'), 'source', facts);
  await index.placeOpen(at.at('deep/b.js'));
  await rm(at.at('deep'), { recursive: true });
  await index.update([at.at('deep')]);
  assert.deepEqual(sources().sort(), ['a.js', 'new.js']);
});

test('a file that is new in the editor is not gone, where one of its name was deleted and nobody told', async () => {
  await using at = await workspace({ 'slightfile.toml': slightfile, 'a.js': a });
  const index = await indexed(at.folder);
  await rm(at.at('a.js'));
  index.cover(at.at('a.js'), 'source', () => ({ kind: 'source', language: 'javascript', opened: [] }));
  await index.placeOpen(at.at('a.js'));
  assert.equal(index.aside(at.at('a.js')), undefined);
  await index.update([at.at('a.js')]);
  assert.equal(index.aside(at.at('a.js')), undefined);
  assert.ok(index.app(at.at('slightfile.toml'))?.sources.has(at.at('a.js')));
});
