import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEditor } from './editor-words.ts';

/** As test/containers/ladder.test.ts has the runtime say it. */
const said =
  'keyvalue.redis "pets" cannot have a container: there is no such socket. Leave out --backends container, and something else may serve it.';

test('the remedy of a rung that was asked for alone is the setting that asks for it', () => {
  assert.deepEqual(inEditor(said, false), {
    message:
      'keyvalue.redis "pets" cannot have a container: there is no such socket. Set slight.runtime.backends to auto, and something else may serve it.',
    setting: 'slight.runtime.backends',
  });
});

test('where a launch configuration asks for it, it is that', () => {
  const { message, setting } = inEditor(said, true);
  assert.match(message, /Leave out "backends": "container" in the launch configuration, and something/);
  assert.equal(setting, undefined);
});

test('where the Node that is set is too old, the remedy is the setting', () => {
  const old =
    'slight needs Node 24 or newer, and this is Node 20.20.2. Install Node 24, or start slight with npx -p node@24.';
  const { message, setting } = inEditor(old, false, '/usr/bin/node');
  assert.match(message, /^The setting slight\.runtime\.node is \/usr\/bin\/node, which is Node 20\.20\.2 /);
  assert.equal(setting, 'slight.runtime.node');
  assert.deepEqual(inEditor(old, false), { message: old });
});

test('other words stay', () => {
  assert.deepEqual(inEditor('There is no module.', false), { message: 'There is no module.' });
});
