import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { generate, target } from './generate-wit.ts';

test('the tables of the legacy interfaces are what wit/legacy says', async () => {
  const hint = 'Run `node scripts/generate-wit.ts`, and commit what it writes.';
  assert.equal(await readFile(target, 'utf8'), await generate(), hint);
});
