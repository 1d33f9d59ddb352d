import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loadProvider } from '@slight/runtime/providers/index.ts';
import { provider as envvars } from '@slight/runtime/providers/configs/envvars.ts';
import { commonJsInModules } from '../../scripts/commonjs.ts';

const source = path.join(import.meta.dirname, '../../runtime/src/providers/index.ts');

test('a provider is found by the name of its resource', async () => {
  assert.equal(await loadProvider('configs.envvars'), envvars);
  const resources = ['keyvalue.filesystem', 'keyvalue.redis', 'keyvalue.azblob', 'configs.usersecrets'];
  for (const resource of resources)
    assert.equal(typeof (await loadProvider(resource)).open, 'function', resource);
});

test('a name that is no resource finds nothing, wherever it points', async () => {
  // the last two are files, and no providers
  const names = [
    'keyvalue.nothing',
    '',
    'keyvalue',
    'keyvalue.',
    '../ports.x',
    'a.b/../../ports',
    'keyvalue.keys',
    'keyvalue.counter',
  ];
  for (const name of names) await assert.rejects(loadProvider(name), /no provider for the resource/, name);
});

test('a bundle holds every provider, and imports a client library only when it is used', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-bundle-'));
  const result = await build({
    ...{ entryPoints: [source], outdir: folder.path, outExtension: { '.js': '.mjs' } },
    ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', metafile: true, logLevel: 'silent' },
    ...commonJsInModules,
  });
  const entry = path.join(folder.path, 'index.mjs');
  const bundle = (await import(pathToFileURL(entry).href)) as { loadProvider: typeof loadProvider };
  for (const resource of ['keyvalue.filesystem', 'keyvalue.redis', 'configs.envvars']) {
    assert.equal(typeof (await bundle.loadProvider(resource)).open, 'function', resource);
  }
  await assert.rejects(bundle.loadProvider('keyvalue.nothing'), /no provider for the resource/);
  assert.ok((await readFile(entry)).length < 20_000, 'no client library is in the entry');
  const inputs = Object.keys(result.metafile.inputs);
  assert.ok(inputs.some((input) => input.includes('node_modules/ioredis/')));
  assert.ok(!inputs.some((input) => input.includes('.test.ts')), 'no test is in the bundle');
});
