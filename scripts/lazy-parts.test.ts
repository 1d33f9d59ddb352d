import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commonJsInModules } from './commonjs.ts';
import { definition, lateRequires, lazyParts } from './lazy-parts.ts';

const packages = ['vscode-jsonrpc', 'vscode-languageserver', 'vscode-languageserver-protocol'];
const root = path.join(import.meta.dirname, '..');
const library = fileURLToPath(import.meta.resolve('vscode-languageserver'));

test('each module of the library requires others where it uses them, and passes no name on', async () => {
  const files = packages.flatMap((name) => globSync(`node_modules/${name}/lib/common/*.js`, { cwd: root }));
  assert.ok(files.length > 50);
  for (const file of files) {
    const late = lateRequires(await readFile(path.join(root, file), 'utf8'), path.join(root, file));
    assert.doesNotMatch(
      late,
      /^(?:const|var) \w+_\d+ = .*require\("\.|^__exportStar|^Object\.defineProperty\(exports, "(?!__esModule)/m,
      file,
    );
  }
});

test('a name is found where it is defined, through any number of indexes', () => {
  const places = { createConnection: 'server.js', InitializeRequest: 'protocol.js', Emitter: 'events.js' };
  for (const [name, place] of Object.entries(places))
    assert.equal(path.basename(definition(library, name)?.file ?? ''), place);
  assert.equal(definition(library, 'noSuchName'), undefined);
});

test('what cannot be late is refused', () => {
  assert.throws(
    () => lateRequires('const api_1 = require("./api");\napi_1.noSuchName();', library),
    /noSuchName/,
  );
  assert.throws(() => lateRequires('const api_1 = require("./api");\nuse(api_1);', library), /name by name/);
});

test('of the whole protocol a connection evaluates little', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-lazy-'));
  const entry = `
    import { createConnection, createProtocolConnection } from 'vscode-languageserver';
    import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
    import { PassThrough } from 'node:stream';
    const ends = [new StreamMessageReader(new PassThrough()), new StreamMessageWriter(new PassThrough())];
    createConnection(() => createProtocolConnection(...ends), {}).listen();`;
  const { outputFiles } = await build({
    ...commonJsInModules,
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, sourcefile: path.join(root, 'entry.js') },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [lazyParts(packages)],
  });
  const bundle = path.join(folder.path, 'bundle.mjs');
  const evaluated: string[] = [];
  Object.assign(globalThis, { evaluated });
  const telling = (outputFiles[0]?.text ?? '').replaceAll(
    /^ {2}"(node_modules[^"]+)"\(.*\{$/gm,
    '$& globalThis.evaluated.push("$1");',
  );
  await writeFile(bundle, telling);
  await import(pathToFileURL(bundle).href);
  const names = evaluated.map((file) => file.replace(/^node_modules\/(.*)\/lib\//, '$1/'));
  assert.ok(names.includes('vscode-jsonrpc/common/connection.js'), names.join('\n'));
  assert.deepEqual(
    names.filter((name) =>
      /-types\/|-protocol\/common\/(protocol\.\w+\.|api)|vscode-languageserver\/common\/api/.test(name),
    ),
    [],
  );
});
