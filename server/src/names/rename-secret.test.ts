import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, marked } from '../testing/marked.ts';
import { renameSecret } from './rename-secret.ts';

test('a secret is renamed in each reference of a value, also where escapes hide their places', async () => {
  const text = [
    '[[secret_settings]]',
    'name = "K|EY"',
    '[[capability]]',
    'configs.A = "x${usersecrets.KEY}:${envvars.KEY}:${usersecrets.KEY}" # both',
    'configs.B = "\\u0024{usersecrets.KEY}:${usersecrets.OTHER}:${usersecrets.KEY}"',
    '',
  ].join('\n');
  const { file, position } = marked(text);
  const edits = await renameSecret(file, position, 'TOKEN');
  assert.ok(edits && !('refusal' in edits));
  assert.equal(
    applied(file, edits),
    text.replace('|', '').replace('"KEY"', '"TOKEN"').replaceAll('usersecrets.KEY', 'usersecrets.TOKEN'),
  );
});
