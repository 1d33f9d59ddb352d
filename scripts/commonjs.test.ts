import assert from 'node:assert/strict';
import { glob, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { shipped } from '../test/shipped.ts';
import { commonJsInModules, freeNames, noFreeNames } from './commonjs.ts';

const reads = {
  "import x from 'y'; module.exports = x": ['module.exports = x;'],
  'exports.a = 1; export {}': ['exports.a = 1;'],
  'export const a = __filename.length': ['export const a = __filename.length;'],
  'export const a = { __dirname }': ['export const a = { __dirname: __dirname };'],
  "export const a = require('a')": ['export const a = require("a");'],
  'export const a = typeof require': [],
  'const require = (name) => name; export const a = require.resolve': [],
  'export function f(module, exports) { module.exports = exports; }': [],
  "export const a = { module: 1 }.module + '__dirname'": [],
};

for (const [code, places] of Object.entries(reads)) {
  test(`${code} reads ${places.length === 0 ? 'nothing' : 'what is only'} of CommonJS`, async () => {
    assert.deepEqual(await freeNames(code), places);
  });
}

test('what ships reads none', async () => {
  const dist = path.dirname(shipped('slight.mjs'));
  const files = await Array.fromAsync(glob('**/*.mjs', { cwd: dist }));
  assert.ok(files.length > 50);
  for (const file of files)
    assert.deepEqual(await freeNames(await readFile(path.join(dist, file), 'utf8')), [], file);
});

/** A bundle of a module, and of a CommonJS package that reads all that is its own. */
async function bundle(options: BuildOptions) {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-commonjs-'));
  const entry = path.join(folder.path, 'entry.mjs');
  await writeFile(
    entry,
    "const __filename = 'mine'; import a from './a.cjs'; export default [...a, __filename];",
  );
  await writeFile(
    path.join(folder.path, 'a.cjs'),
    "const name = 'node:os'; module.exports = [require(name).EOL, __dirname, typeof __filename, exports === module.exports];",
  );
  const outdir = path.join(folder.path, 'out');
  return {
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    outdir,
    built: build({
      ...{ entryPoints: [entry], outdir, outExtension: { '.js': '.mjs' }, plugins: [noFreeNames] },
      ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
      ...options,
    }),
  };
}

test('a CommonJS package finds its names in a bundle, beside an ES module that declares one of them', async () => {
  await using made = await bundle(commonJsInModules);
  await made.built;
  const { default: found } = (await import(pathToFileURL(path.join(made.outdir, 'entry.mjs')).href)) as {
    default: unknown;
  };
  assert.deepEqual(found, [os.EOL, made.outdir, 'string', true, 'mine']);
});

test('a build whose bundle would fail for want of such a name fails itself, and says where', async () => {
  await using made = await bundle({ banner: commonJsInModules.banner });
  await assert.rejects(made.built, /Nothing defines what .*entry\.mjs reads: .*__dirname/);
});
