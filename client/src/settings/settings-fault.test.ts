import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFault, type GivenSettings } from './settings-fault.ts';

const right: GivenSettings = {
  module: 'build/app.wasm',
  node: '',
  backends: 'auto',
  data: '',
  keepBackends: false,
  arguments: ['--env', 'A=1'],
};

function said(wrong: Partial<GivenSettings>): readonly (string | undefined)[] {
  const fault = settingsFault({ ...right, ...wrong }, 'app/slightfile.toml');
  return [fault?.setting, fault?.message];
}

test('settings as they should be have no fault', () => {
  assert.deepEqual(said({}), [undefined, undefined]);
  assert.deepEqual(said({ module: undefined }), [undefined, undefined]);
});

test('a value of another kind is named with its setting, and what it should be', () => {
  assert.deepEqual(said({ module: 5 }), [
    'slight.modules',
    'The setting slight.modules for app/slightfile.toml has to be the path of a .wasm file, and not 5.',
  ]);
  assert.deepEqual(said({ backends: 'docker' }), [
    'slight.runtime.backends',
    'The setting slight.runtime.backends has to be auto, container, local or embedded, and not "docker".',
  ]);
  assert.deepEqual(said({ keepBackends: 'yes' })[0], 'slight.runtime.keepBackends');
  assert.deepEqual(said({ node: null })[0], 'slight.runtime.node');
  assert.deepEqual(said({ data: 1 })[0], 'slight.runtime.data');
});

test('arguments are not repeated: they may hold a secret', () => {
  assert.deepEqual(said({ arguments: '--env KEY=secret' }), [
    'slight.runtime.arguments',
    'The setting slight.runtime.arguments has to be a list of texts.',
  ]);
});
