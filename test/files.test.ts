import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { deepTestFiles, testFiles, unitTestFiles } from './files.ts';

test('every test file is run by npm test or by npm run deep', () => {
  const all = globSync('**/*.test.ts', {
    cwd: path.join(import.meta.dirname, '..'),
    exclude: ['**/node_modules/**', '.cache/**', 'dist/**'],
  }).map((file) => file.replaceAll(path.sep, '/'));
  assert.deepEqual([...testFiles(), ...deepTestFiles()].sort(), all.sort());
});

test('a unit test is one of functions, and not of a program that is built first', () => {
  const unit = new Set(unitTestFiles());
  for (const file of ['slightfile/src/toml/parse.test.ts', 'server/src/index/index.test.ts'])
    assert.ok(unit.has(file), file);
  // it runs dist/, through runtime/src/cli/testing.ts
  assert.ok(!unit.has('runtime/src/cli/run.test.ts'));
});

test('on Windows, the unit tests are all but those of the files of guests', () => {
  const there = new Set(unitTestFiles('win32'));
  const missing = unitTestFiles('linux').filter((file) => !there.has(file));
  assert.ok(missing.includes('runtime/src/guest/files/sandbox.test.ts'), missing.join(' '));
  assert.ok(
    missing.every((file) => file.startsWith('runtime/src/guest/')),
    missing.join(' '),
  );
});
