import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { test, type TestContext } from 'node:test';
import { builtModules, byApp } from './modules.ts';

/** Makes files, each newer than the one before it. */
async function folder(t: TestContext, ...files: readonly string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'slight-modules-'));
  t.after(() => rm(root, { recursive: true }));
  for (const [age, file] of files.entries()) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
    await utimes(join(root, file), 1000 + age, 1000 + age);
  }
  return root;
}

async function found(root: string, slightfile: string): Promise<string[]> {
  return (await builtModules(join(root, slightfile), root)).map((file) => within(root, file));
}

/** The path of a file from a folder on, as it is written here. */
function within(root: string, file: string): string {
  return relative(root, file).replaceAll(sep, '/');
}

test('the usual output folders, newest first', async (t) => {
  const root = await folder(
    t,
    'app.wasm',
    'target/wasm32-wasip1/release/app.wasm',
    'build/app.wasm',
    'target/wasm32-wasip2/debug/app.wasm',
    'target/wasm32-wasip2/debug/deps/app-1234.wasm',
    'src/fixture.wasm',
  );
  assert.deepEqual(await found(root, 'slightfile.toml'), [
    'target/wasm32-wasip2/debug/app.wasm',
    'build/app.wasm',
    'target/wasm32-wasip1/release/app.wasm',
    'app.wasm',
  ]);
});

test('the nearest folder above that has any, and none above the root', async (t) => {
  const root = await folder(t, 'top.wasm', 'w/target/wasm32-wasip1/debug/a.wasm', 'w/apps/b/b.wasm');
  assert.deepEqual(await found(root, 'w/apps/b/slightfile.toml'), ['w/apps/b/b.wasm']);
  assert.deepEqual(await found(root, 'w/apps/a/slightfile.toml'), ['w/target/wasm32-wasip1/debug/a.wasm']);
  assert.deepEqual(await builtModules(join(root, 'w/apps/a/slightfile.toml'), join(root, 'w/apps')), []);
});

test("all modules of a workspace: the app's own first, of each the newest first", async (t) => {
  const root = await folder(t, 'a/old.wasm', 'b/b.wasm', 'a/deep/new.wasm', 'ab/c.wasm');
  const files = ['ab/c.wasm', 'a/old.wasm', 'b/b.wasm', 'b/gone.wasm', 'a/deep/new.wasm'];
  const { own, others } = await byApp(
    files.map((file) => join(root, file)),
    join(root, 'a/slightfile.toml'),
  );
  const named = (all: readonly string[]) => all.map((file) => within(root, file));
  assert.deepEqual(named(own), ['a/deep/new.wasm', 'a/old.wasm']);
  assert.deepEqual(named(others), ['ab/c.wasm', 'b/b.wasm', 'b/gone.wasm']);
});
