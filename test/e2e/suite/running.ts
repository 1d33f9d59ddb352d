import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { file, open, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('running an app', () => {
  test('Run shows what the guest prints, and how it ended', async () => {
    const ended = endOf('hello');
    await vscode.commands.executeCommand('slight.run', file('hello/slightfile.toml'));
    assert.equal(await ended, 0);
    const text = await until('the output', async () => {
      const found = await terminalText('hello');
      return found.includes('exit code') ? found : undefined;
    });
    assert.match(text, /slight run hello\/hello\.wasm/);
    assert.match(text, /Hello, SpiderLightning!/);
    assert.match(text, /exit code 0 after \d+\.\d s/);
  });

  test('a second run uses the same terminal', async () => {
    const ended = endOf('hello');
    await vscode.commands.executeCommand('slight.run', file('hello/slightfile.toml').toString());
    assert.equal(await ended, 0);
    assert.equal(vscode.window.terminals.filter(({ name }) => name.includes('hello')).length, 1);
  });

  test('a slightfile with errors is not run', async () => {
    await vscode.workspace.fs.copy(file('hello/hello.wasm'), file('faulty/app.wasm'), { overwrite: true });
    const ended = endOf('faulty');
    await vscode.commands.executeCommand('slight.run', file('faulty/slightfile.toml'));
    assert.notEqual(await ended, 0);
  });

  test('Stop ends a guest that computes for ever', async () => {
    await open(file('endless/slightfile.toml'));
    const ended = endOf('endless');
    await vscode.commands.executeCommand('slight.run');
    await until('the guest', () =>
      terminalText('endless').then((text) => text.includes('spinning') || undefined),
    );
    await vscode.commands.executeCommand('slight.stop');
    assert.equal(await ended, 0);
    assert.match(await terminalText('endless'), /stopped after/);
  });

  test('tasks: one a slightfile, and it runs', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'slight' });
    assert.deepEqual(tasks.map(({ name }) => name).sort(), ['endless', 'faulty', 'hello', 'shop', 'web']);
    const task = tasks.find(({ name }) => name === 'hello');
    assert.ok(task);
    const ended = endOf('hello');
    await vscode.tasks.executeTask(task);
    assert.equal(await ended, 0);
  });

  test('a task in tasks.json, of an app that runs already, takes its place', async () => {
    await vscode.workspace.fs.writeFile(
      file('.vscode/tasks.json'),
      new TextEncoder().encode(
        JSON.stringify({
          version: '2.0.0',
          tasks: [
            {
              type: 'slight',
              label: 'greet',
              slightfile: 'endless/slightfile.toml',
              module: 'guests/probe.wasm',
              arguments: ['hello'],
            },
          ],
        }),
      ),
    );
    await vscode.commands.executeCommand('slight.run', file('endless/slightfile.toml'));
    await until('the guest', () =>
      terminalText('endless').then((text) => text.includes('spinning') || undefined),
    );
    const task = await until('the task', async () =>
      (await vscode.tasks.fetchTasks({ type: 'slight' })).find(({ name }) => name === 'greet'),
    );
    const first = endOf('endless');
    await vscode.tasks.executeTask(task);
    assert.equal(await first, 0);
    await until('what it says of it', async () => {
      const text = await terminalText('greet');
      return (
        (/endless was running, and is stopped first[\s\S]*Hello, SpiderLightning!/.exec(text) && text) ??
        undefined
      );
    });
    await vscode.workspace.fs.delete(file('.vscode/tasks.json'));
  });
});
