import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldNode, unstartableNode } from './node-fault.ts';

const remedy = 'Set it to the path of a Node, 24 or newer, or empty it: then the one inside VS Code is used.';

const failed = (code: string) => Object.assign(new Error(`spawn /nowhere/node ${code}`), { code });

test('a Node that cannot be started is named with its setting', () => {
  for (const code of ['ENOENT', 'ENOTDIR']) {
    assert.deepEqual(unstartableNode('/nowhere/node', failed(code)), {
      message: `The setting slight.runtime.node is /nowhere/node, which is not there. ${remedy}`,
      setting: 'slight.runtime.node',
    });
  }
  for (const code of ['EACCES', 'EISDIR']) {
    assert.equal(
      unstartableNode('/tmp', failed(code))?.message,
      `The setting slight.runtime.node is /tmp, which is no program that may be run. ${remedy}`,
    );
  }
});

test('where nothing is set, or something else is at fault, the setting is not', () => {
  assert.equal(unstartableNode(undefined, failed('ENOENT')), undefined);
  assert.equal(unstartableNode('/bin/node', failed('EMFILE')), undefined);
  assert.equal(unstartableNode('/bin/node', new Error('the runtime was ended by SIGKILL')), undefined);
});

test('a Node that the runtime finds too old is named with its setting', () => {
  for (const purpose of ['', ' to run guests']) {
    // as runtime/src/cli/main.ts and run.ts say it
    const said = `slight needs Node 24 or newer${purpose}, and this is Node 20.20.2. Install Node 24, or start slight with npx -p node@24.`;
    assert.deepEqual(oldNode('/usr/bin/node', said), {
      message: `The setting slight.runtime.node is /usr/bin/node, which is Node 20.20.2 and too old. ${remedy}`,
      setting: 'slight.runtime.node',
    });
    assert.equal(oldNode(undefined, said), undefined);
  }
  assert.equal(oldNode('/usr/bin/node', 'There is no module.'), undefined);
});
