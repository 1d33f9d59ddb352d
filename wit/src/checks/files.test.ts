import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { witProblemCodes } from '../problem.ts';

/** What a check is, and the list of all. */
const about = ['check.ts', 'index.ts'];

test('every file is a rule, and has the name of its code', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => !file.endsWith('.test.ts'));
  // errors of the syntax are the parser's
  const rules = witProblemCodes.filter((code) => code !== 'wit-syntax').map((code) => `${code}.ts`);
  assert.deepEqual(files.sort(), [...rules, ...about].sort());
});
