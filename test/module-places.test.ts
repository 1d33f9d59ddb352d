/** The editor's Run and the language server know the same modules, though neither may import the other. */
import assert from 'node:assert/strict';
import { glob, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { outputs } from '../client/src/modules/modules.ts';
import { indexed, known, workspace } from '../server/src/index/testing/folder.ts';

test('a module that Run finds is one that the slightfile is checked against, whether it is ignored or not', async () => {
  // "{.,a,b-*/c}/*.wasm", each alternative as a path
  const places = /^\{(.*)\}\/\*\.wasm$/.exec(outputs)?.[1]?.split(',') ?? [];
  assert.ok(places.length > 5);
  const modules = places.map((place) => path.posix.join(place.replace('*', 'wasip1'), 'app.wasm')).sort();
  for (const rules of ['', '*.wasm\n/build\n/dist\n/out\n/bin\n/zig-out\n/target\n']) {
    await using at = await workspace({ '.gitignore': rules });
    for (const module of modules) {
      await mkdir(path.dirname(at.at(module)), { recursive: true });
      await writeFile(at.at(module), '');
    }
    const found = await Array.fromAsync(glob(outputs, { cwd: at.folder }));
    assert.deepEqual(found.map((file) => path.normalize(file)).sort(), modules);
    assert.deepEqual(known(await indexed(at.folder), at.folder), modules);
  }
});
