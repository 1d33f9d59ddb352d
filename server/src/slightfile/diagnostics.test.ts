import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { fileOf } from '../testing/marked.ts';
import { diagnostics } from './diagnostics.ts';

const head = 'specversion = "0.2"\n';
const redis = '[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n';
const secret = '[[secret_settings]]\nname = "A"\nvalue = "v1:eA"\n';

test('what is ignored is faded, what has a newer name is struck through', () => {
  const cases = [
    ['unknown-key', `${head}${redis}colour = "red"\n`, DiagnosticTag.Unnecessary],
    ['unknown-config', `${head}${redis}configs.COLOUR = "red"\n`, DiagnosticTag.Unnecessary],
    ['duplicate-secret', `${head}${secret}${secret}${redis}`, DiagnosticTag.Unnecessary],
    ['ignored-secret-store', `${head}secret_store = "configs.envvars"\n${redis}`, DiagnosticTag.Unnecessary],
    ['renamed-resource', `${head}${redis.replace('keyvalue', 'kv')}`, DiagnosticTag.Deprecated],
  ] as const;
  for (const [code, text, tag] of cases) {
    const found = diagnostics(fileOf(text)).filter((diagnostic) => diagnostic.code === code);
    assert.deepEqual(
      found.map(({ tags }) => tags),
      [[tag]],
      code,
    );
  }
});

test('what is wrong and read all the same has no tag', () => {
  const found = diagnostics(fileOf(`${head}${redis}${redis}`)).filter(
    ({ code }) => code === 'duplicate-name',
  );
  assert.deepEqual(
    found.map(({ tags }) => tags),
    [undefined],
  );
});
