/** Components that are made of core modules, on disk. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { recipe } from '@slight/runtime/guest/component/cache.ts';
import { guest } from './guests.ts';

let folder: string;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slight-test-'))));
after(() => rm(folder, { recursive: true }));

async function cache(name: string): Promise<string> {
  const cacheDir = path.join(folder, name);
  await mkdir(cacheDir);
  return cacheDir;
}

async function inProcess(cacheDir: string): Promise<{ kind: string; tools: boolean }> {
  const script = path.join(import.meta.dirname, 'cache-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, cacheDir]);
  return JSON.parse(stdout) as { kind: string; tools: boolean };
}

test('a component is made of a core module once, and after that the tools are not even loaded', async () => {
  const cacheDir = await cache('once');
  assert.deepEqual(await inProcess(cacheDir), { kind: 'component', tools: true });
  assert.deepEqual(await inProcess(cacheDir), { kind: 'component', tools: false });
});

test('runs that start together all work, and leave one file', async () => {
  const cacheDir = await cache('together');
  await Promise.all([
    inProcess(cacheDir),
    guest('c-keyvalue-core', cacheDir),
    guest('c-keyvalue-core', cacheDir),
  ]);
  assert.equal((await readdir(cacheDir)).length, 1);
});

test('a file that is broken is made anew', async () => {
  const cacheDir = await cache('broken');
  await guest('c-keyvalue-core', cacheDir);
  const [name = ''] = await readdir(cacheDir);
  const file = path.join(cacheDir, name);
  const whole = await readFile(file);
  const changed = Buffer.from(whole);
  changed[100] = (changed[100] ?? 0) ^ 1;
  const damages = [
    () => truncate(file, 100),
    () => truncate(file, 0),
    () => writeFile(file, changed),
    () => rm(file),
  ];
  for (const damage of damages) {
    await damage();
    await guest('c-keyvalue-core', cacheDir);
    assert.deepEqual(await readFile(file), whole, String(damage));
  }
  assert.deepEqual(await readdir(cacheDir), [name]);
});

test('a component is run as it is: nothing is kept of it', async () => {
  const cacheDir = await cache('component');
  assert.equal((await guest('c-hello-component', cacheDir)).kind, 'component');
  assert.deepEqual(await readdir(cacheDir), []);
});

test('the recipe names the version of jco that is installed', async () => {
  const file = new URL('../package.json', import.meta.resolve('@bytecodealliance/jco-transpile'));
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  assert.ok(recipe.startsWith(`jco-transpile ${version}, `), `${recipe}: change it with jco ${version}`);
});
