/** Transpiled components on disk. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { recipe } from '@slight/runtime/guest/component/cache.ts';
import { guest, runGuest } from './guests.ts';

let folder: string;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slight-test-'))));
after(() => rm(folder, { recursive: true }));

const hello = async (cacheDir: string) => (await runGuest(await guest('c-hello-component', cacheDir))).stdout;

/** Runs the hello in a process of its own; gives what it printed, and whether jco was loaded. */
async function inProcess(cacheDir: string): Promise<{ stdout: string; jco: boolean }> {
  const script = path.join(import.meta.dirname, 'cache-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, cacheDir]);
  return JSON.parse(stdout) as { stdout: string; jco: boolean };
}

async function entryOf(cacheDir: string): Promise<string> {
  const entries = await readdir(cacheDir);
  assert.equal(entries.length, 1, entries.join());
  return path.join(cacheDir, entries[0] ?? '');
}

test('a component is transpiled once, and after that jco is not even loaded', async () => {
  const cacheDir = path.join(folder, 'once');
  assert.deepEqual(await inProcess(cacheDir), { stdout: 'Hello, SpiderLightning!\n', jco: true });
  assert.deepEqual(await inProcess(cacheDir), { stdout: 'Hello, SpiderLightning!\n', jco: false });
});

test('runs that start together all work, and leave one entry', async () => {
  const cacheDir = path.join(folder, 'together');
  const outputs = await Promise.all([inProcess(cacheDir), hello(cacheDir), hello(cacheDir)]);
  assert.deepEqual(outputs.slice(1), Array<string>(2).fill('Hello, SpiderLightning!\n'));
  assert.equal(outputs[0].stdout, 'Hello, SpiderLightning!\n');
  await entryOf(cacheDir);
});

test('an entry that is broken is made anew', async () => {
  const cacheDir = path.join(folder, 'broken');
  await hello(cacheDir);
  const entry = await entryOf(cacheDir);
  const files = await readdir(entry);
  const module = files.find((name) => name.endsWith('.wasm')) ?? '';
  const damages: readonly (() => Promise<void>)[] = [
    () => truncate(path.join(entry, module), 20),
    () => rm(path.join(entry, module)),
    () => rm(path.join(entry, 'component.js')),
    () => writeFile(path.join(entry, 'component.js'), 'export const instantiate = () => {};'),
    () => writeFile(path.join(entry, 'manifest.json'), '{"files":'),
    () => writeFile(path.join(entry, 'manifest.json'), 'null'),
    () => rm(path.join(entry, 'manifest.json')),
  ];
  for (const damage of damages) {
    await damage();
    assert.equal(await hello(cacheDir), 'Hello, SpiderLightning!\n', String(damage));
    assert.equal(await entryOf(cacheDir), entry);
    assert.deepEqual((await readdir(entry)).sort(), files.toSorted());
  }
  assert.deepEqual(await inProcess(cacheDir), { stdout: 'Hello, SpiderLightning!\n', jco: false });
});

test('the recipe names the version of jco that is installed', async () => {
  const file = new URL('../package.json', import.meta.resolve('@bytecodealliance/jco-transpile'));
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  assert.ok(recipe.startsWith(`jco-transpile ${version}, `), `${recipe}: change it with jco ${version}`);
});
