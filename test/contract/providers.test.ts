import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { camelCase } from '@slight/runtime/hosts/values.ts';
import { loadProvider } from '@slight/runtime/providers/index.ts';
import { resources } from '@slight/slightfile/catalogue.ts';
import { commonJsInModules } from '../../scripts/commonjs.ts';
import { foundByPath } from '../../scripts/found-by-path.ts';

const folder = path.join(import.meta.dirname, '../../runtime/src/providers');
const source = path.join(folder, 'index.ts');

/** `keyvalue.redis`; not `http`, which is served without a provider. */
const provided = resources.filter(({ id }) => id !== 'http');
const served = provided.filter(({ status }) => status === 'served').map(({ id }) => id);

test('a resource is served where its provider is there, and nowhere else', async () => {
  for (const { id, status } of provided) {
    const found = loadProvider(id);
    if (status === 'served') assert.equal(typeof (await found).open, 'function', id);
    else await assert.rejects(found, /no provider for the resource/, id);
  }
  const files = globSync('*/*.ts', { cwd: folder }).map((file) => {
    const [capability = '', name = ''] = file.slice(0, -3).split(path.sep);
    return capability === name ? name : `${capability}.${name}`;
  });
  const others: string[] = [];
  for (const id of files.filter((one) => !served.includes(one))) {
    if (await loadProvider(id).catch(() => undefined)) others.push(id);
  }
  assert.deepEqual(others, [], 'a provider is the resource of schemas/resources that is served');
});

test('a resource is served where its contract test is there, and nowhere else', () => {
  const inFolder = new Set(readdirSync(import.meta.dirname));
  for (const { id, status, capability } of provided) {
    const file = `${id.replace('.', '-')}.test.ts`;
    assert.equal(inFolder.has(file), status === 'served', file);
    if (!inFolder.has(file)) continue;
    const text = readFileSync(path.join(import.meta.dirname, file), 'utf8');
    const contract = `${camelCase(capability.replace('_', '-'))}Contract('${id}`;
    assert.ok(text.includes(contract), `${file} runs the contract of ${capability}`);
  }
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
  await using out = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-bundle-'));
  const result = await build({
    ...{ entryPoints: [source], outdir: out.path, outExtension: { '.js': '.mjs' } },
    ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', metafile: true, logLevel: 'silent' },
    ...commonJsInModules,
    plugins: [foundByPath([{ by: source, exported: 'provider' }])],
  });
  const entry = path.join(out.path, 'index.mjs');
  const bundle = (await import(pathToFileURL(entry).href)) as { loadProvider: typeof loadProvider };
  for (const resource of served)
    assert.equal(typeof (await bundle.loadProvider(resource)).open, 'function', resource);
  await assert.rejects(bundle.loadProvider('keyvalue.nothing'), /no provider for the resource/);
  assert.ok((await readFile(entry)).length < 20_000, 'no client library is in the entry');
  const inputs = Object.keys(result.metafile.inputs);
  assert.ok(inputs.some((input) => input.includes('node_modules/ioredis/')));
  assert.ok(!inputs.some((input) => input.includes('.test.ts')), 'no test is in the bundle');
});
