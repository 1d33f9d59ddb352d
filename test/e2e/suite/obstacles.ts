import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, execute, file, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('an app that cannot be started', () => {
  teardown(closeAll);

  /** What the terminal shows of a run with a setting. */
  async function withSetting(name: string, value: unknown): Promise<string> {
    const settings = vscode.workspace.getConfiguration('slight');
    const { workspaceValue } = settings.inspect(name) ?? {};
    await settings.update(name, value, vscode.ConfigurationTarget.Workspace);
    try {
      const ended = endOf('hello');
      await execute('slight.run', file('hello/slightfile.toml'));
      assert.equal(await ended, 1);
      return await until('what is said', async () => {
        const found = await terminalText('hello');
        return found.includes('exit code: 1') ? found.replace(/\s+/g, ' ') : undefined;
      });
    } finally {
      await settings.update(name, workspaceValue, vscode.ConfigurationTarget.Workspace);
    }
  }

  test('a module that is gone is told with the setting that names it', async () => {
    assert.match(
      await withSetting('modules', { 'hello/slightfile.toml': 'hello/gone.wasm' }),
      /The setting slight\.modules has hello run hello\/gone\.wasm, and there is no such file\. Build it/,
    );
  });

  test('a setting of another type than it should be is named', async () => {
    assert.match(
      await withSetting('modules', { 'hello/slightfile.toml': 5 }),
      /The setting slight\.modules for hello\/slightfile\.toml has to be the path of a \.wasm file, and not 5\./,
    );
    assert.match(
      await withSetting('runtime.backends', 'docker'),
      /The setting slight\.runtime\.backends has to be auto, container, local or embedded, and not "docker"\./,
    );
  });
});
