import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, execute, file, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('an app that fails', () => {
  const slightfile = file('hello/slightfile.toml');
  let before: Uint8Array;

  suiteSetup(async () => {
    before = await vscode.workspace.fs.readFile(slightfile);
    const text = new TextDecoder().decode(before).replace('name = "greetings"', 'name = "greeting"');
    await vscode.workspace.fs.writeFile(slightfile, new TextEncoder().encode(text));
  });
  suiteTeardown(async () => {
    await vscode.workspace.fs.writeFile(slightfile, before);
    await closeAll();
  });

  test('its exit code is that of the task, and its terminal was launched', async () => {
    const ended = endOf('hello');
    await execute('slight.run', slightfile);
    assert.equal(await ended, 1);
    const text = await until('what VS Code says of the exit code', async () => {
      const found = await terminalText('hello');
      return found.includes('exit code: 1') ? found : undefined;
    });
    assert.match(text, /no keyvalue capability named "greetings" is declared/);
    assert.match(text, /exit code 1 after/);
    assert.doesNotMatch(text, /failed to launch/);
  });

  test('a runtime that is not there does not look as if the terminal were to blame', async () => {
    const settings = vscode.workspace.getConfiguration('slight.runtime');
    await settings.update('node', '/nowhere/node', vscode.ConfigurationTarget.Workspace);
    try {
      const ended = endOf('hello');
      await execute('slight.run', slightfile);
      assert.equal(await ended, 1);
      const text = await until('what VS Code says of it', async () => {
        const found = await terminalText('hello');
        return found.includes('exit code: 1') ? found : undefined;
      });
      assert.match(text, /failed: spawn \/nowhere\/node ENOENT/);
      assert.doesNotMatch(text, /failed to launch/);
    } finally {
      await settings.update('node', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test('it can be run again at once', async () => {
    const first = endOf('hello');
    await execute('slight.run', slightfile);
    const second = execute('slight.run', slightfile);
    assert.equal(await first, 1);
    assert.equal(await endOf('hello'), 1);
    await second;
  });
});
