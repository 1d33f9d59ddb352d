import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, execute, file, open, until } from './editor.ts';
import { terminalText } from './terminal.ts';

suite('a folder with several slightfiles', () => {
  const usual = file('several/slightfile.toml');
  const prod = file('several/slightfile.prod.toml');
  const module = file('several/app.wasm');

  suiteSetup(async () => {
    const text = await vscode.workspace.fs.readFile(file('hello/slightfile.toml'));
    for (const one of [usual, prod]) await vscode.workspace.fs.writeFile(one, text);
    await vscode.workspace.fs.copy(file('hello/hello.wasm'), module);
    await vscode.workspace.fs.copy(file('hello/hello.js'), file('several/hello.js'));
  });
  suiteTeardown(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(file('several'), { recursive: true });
  });

  test('the one with the usual name is run from a source, then the one that ran last', async () => {
    await open(file('several/hello.js'));
    assert.equal(await afterF5(), usual.fsPath);
    await open(prod);
    assert.equal(await afterF5(), prod.fsPath);
    await open(file('several/hello.js'));
    assert.equal(await afterF5(), prod.fsPath);
  });

  test('the same is run by Run App, and of a module, and its terminal names it', async () => {
    await open(file('several/hello.js'));
    const ran = endOfRun();
    await execute('slight.run');
    assert.equal(await ran, 'several/slightfile.prod.toml');
    const again = endOfRun();
    await execute('slight.run', module);
    assert.equal(await again, 'several/slightfile.prod.toml');
    const text = await until('the first line', async () => {
      const found = await terminalText('several (slightfile.prod.toml)');
      return found.includes('exit code') ? found : undefined;
    });
    assert.match(text, /slight -c several\/slightfile\.prod\.toml run several\/app\.wasm/);
  });

  test('the one in front is run with a module', async () => {
    await open(usual);
    const ran = endOfRun();
    await execute('slight.run', module);
    assert.equal(await ran, 'several/slightfile.toml');
  });
});

/** The slightfile that F5 runs, after the session has ended. */
async function afterF5(): Promise<unknown> {
  const ended = new Promise<vscode.DebugSession>((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession((session) => {
      listening.dispose();
      resolve(session);
    });
  });
  await vscode.debug.startDebugging(undefined, { type: 'slight', request: 'launch', name: 'Run App' });
  return (await ended).configuration['slightfile'];
}

/** The slightfile of the next run that ends. */
function endOfRun(): Promise<unknown> {
  return new Promise((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution }) => {
      if (execution.task.definition.type !== 'slight') return;
      listening.dispose();
      resolve(execution.task.definition['slightfile']);
    });
  });
}
