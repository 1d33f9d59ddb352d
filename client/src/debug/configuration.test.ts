import assert from 'node:assert/strict';
import { normalize } from 'node:path';
import { test } from 'node:test';
import { askedBy } from './configuration.ts';

test('paths are relative to the workspace folder', () => {
  assert.deepEqual(
    askedBy({ slightfile: 'a/slightfile.toml', module: '/b.wasm', trace: 'run.jsonl' }, '/w'),
    {
      slightfile: normalize('/w/a/slightfile.toml'),
      module: normalize('/b.wasm'),
      trace: normalize('/w/run.jsonl'),
      arguments: [],
      environment: {},
    },
  );
});

test('what the app is given', () => {
  const given = { args: ['a', 'b c'], env: { NAME: 'value' }, backends: 'embedded', listen: ':8080' };
  assert.deepEqual(askedBy(given, '/w'), {
    arguments: ['a', 'b c'],
    environment: { NAME: 'value' },
    backends: 'embedded',
    listen: ':8080',
  });
});

test('what is of another type than it should be counts as not given', () => {
  const wrong = {
    slightfile: 1,
    module: '',
    args: 'a',
    env: { A: null, B: 'b' },
    backends: 'cloud',
    listen: 8080,
    trace: {},
  };
  assert.deepEqual(askedBy(wrong, '/w'), { arguments: [], environment: { B: 'b' } });
});
