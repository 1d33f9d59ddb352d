import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { shipped } from './shipped.ts';

/** Files, each as old as the number of minutes that is given for it. */
async function files(ages: Readonly<Record<string, number>>) {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-built-'));
  for (const [name, minutes] of Object.entries(ages)) {
    const file = path.join(folder.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
    const time = Date.now() / 1000 - minutes * 60;
    await utimes(file, time, time);
  }
  return folder;
}

const sentences = {
  'built after its sources': [{ 'runtime/src/cli/run.ts': 3, 'dist/slight.mjs': 2 }, undefined],
  'only a test is newer': [
    { 'runtime/src/a.test.ts': 1, 'server/src/testing/a.ts': 1, 'dist/slight.mjs': 2 },
    undefined,
  ],
  'built before one of them': [
    { 'runtime/src/cli/run.ts': 1, 'dist/slight.mjs': 2 },
    /^Error: dist\/slight\.mjs is older than runtime\/src\/cli\/run\.ts, and .* npm run build$/,
  ],
  'not built': [
    { 'schemas/resources/a.json': 1 },
    /^Error: dist\/slight\.mjs is not there, and .* npm run build$/,
  ],
} satisfies Record<string, [object, RegExp | undefined]>;

for (const [title, [ages, sentence]] of Object.entries(sentences)) {
  test(title, async () => {
    await using folder = await files(ages);
    const ask = () => shipped('slight.mjs', folder.path);
    if (sentence) assert.throws(ask, (error) => sentence.test(String(error)));
    else assert.equal(ask(), path.join(folder.path, 'dist/slight.mjs'));
  });
}
