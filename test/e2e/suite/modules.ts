/** Which module a slightfile is run with: what the setting says, and nothing else. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, execute, file, open, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

const settings = () => vscode.workspace.getConfiguration('slight', file('hello/slightfile.toml'));
const inWorkspace = () => settings().inspect<Record<string, string>>('modules')?.workspaceValue;

suite('the module of a slightfile', () => {
  teardown(async () => {
    await settings().update('modules', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.delete(file('built'), { recursive: true });
    await closeAll();
  });

  test('is what the setting names, until Choose Module takes the last build output again', async () => {
    await vscode.workspace.fs.copy(file('hello/hello.wasm'), file('built/chosen.wasm'));
    const modules = { 'hello/slightfile.toml': 'built/chosen.wasm', 'shop/slightfile.toml': 'shop/a.wasm' };
    await settings().update('modules', modules, vscode.ConfigurationTarget.Workspace);
    assert.match(await runHello(), /slight run built\/chosen\.wasm/);

    await open(file('hello/slightfile.toml'));
    await accepted(execute('slight.chooseModule'));
    assert.deepEqual(inWorkspace(), { 'shop/slightfile.toml': 'shop/a.wasm' });
    assert.match(await runHello(), /slight run hello\/hello\.wasm/);
  }).timeout(90_000); // two apps are run
});

async function runHello(): Promise<string> {
  const ended = endOf('hello');
  await vscode.commands.executeCommand('slight.run', file('hello/slightfile.toml'));
  assert.equal(await ended, 0);
  return until('the output', async () => {
    const found = await terminalText('hello');
    return found.includes('exit code') ? found : undefined;
  });
}

/** Takes the first of what a command asks, as soon as it does. */
async function accepted(command: Promise<unknown>): Promise<void> {
  let isOver = false;
  void command.then(() => (isOver = true));
  await until('the command to end', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isOver || undefined;
  });
}
