import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, execute, file, open, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('F5', () => {
  teardown(closeAll);

  test('a slightfile in front is run in its terminal, and the session ends with the app', async () => {
    await open(file('hello/slightfile.toml'));
    const ended = endOfSession();
    await execute('workbench.action.debug.start');
    const { configuration, name } = await ended;
    assert.equal(name, 'Run hello');
    assert.equal(configuration['slightfile'], file('hello/slightfile.toml').fsPath);
    assert.match(await terminalText('hello'), /Hello, SpiderLightning![\s\S]*exit code 0/);
  });

  test('Ctrl+F5 does the same', async () => {
    await open(file('hello/slightfile.toml'));
    const ended = endOfSession();
    await execute('workbench.action.debug.run');
    assert.equal((await ended).configuration['noDebug'], true);
    assert.match(await terminalText('hello'), /exit code 0/);
  });

  test('in a source of an app, it is the app that is run', async () => {
    const slightfile = file('hello/slightfile.toml').fsPath;
    await open(file('hello/hello.js'));
    const ended = endOfSession();
    await vscode.debug.startDebugging(undefined, { type: 'slight', request: 'launch', name: 'Run App' });
    assert.equal((await ended).configuration['slightfile'], slightfile);
  });

  test('a configuration says which module is run, with what, and where its trace goes', async () => {
    const ended = endOfSession();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    await vscode.debug.startDebugging(folder, {
      type: 'slight',
      request: 'launch',
      name: 'probe',
      slightfile: '${workspaceFolder}/hello/slightfile.toml',
      module: 'guests/probe.wasm',
      args: ['env', 'args', 'a b'],
      env: { GREETING: 'good day' },
      backends: 'embedded',
      trace: 'guests/run.jsonl',
    });
    await ended;
    const text = await terminalText('hello');
    assert.match(text, /a b/);
    assert.match(text, /GREETING=good day/);
    const trace = new TextDecoder().decode(await vscode.workspace.fs.readFile(file('guests/run.jsonl')));
    assert.deepEqual(
      trace
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type)
        .filter((type) => type !== 'stdout' && type !== 'backend'),
      ['run', 'exit'],
    );
  });

  test('Restart runs it again, and Stop stops it', async () => {
    await open(file('endless/slightfile.toml'));
    await execute('workbench.action.debug.start');
    await spins();
    const again = new Promise((resolve) => {
      const listening = vscode.tasks.onDidStartTask((event) => {
        listening.dispose();
        resolve(event);
      });
    });
    await execute('workbench.action.debug.restart');
    await again;
    await spins();
    const ended = endOfSession();
    await execute('workbench.action.debug.stop');
    await ended;
    await until(
      'the end',
      async () => (await terminalText('endless')).includes('stopped after') || undefined,
    );
  });

  test('what runs already is asked about, and where nobody answers, F5 still runs what has ended', async () => {
    const slightfile = file('endless/slightfile.toml');
    await open(slightfile);
    await execute('slight.run', slightfile);
    await spins();
    await execute('workbench.action.debug.start');
    const ended = endOf('endless');
    await execute('slight.stop');
    await ended;
    await runsAgain(() => execute('workbench.action.debug.start'));
  });

  test('what runs already starts again by one answer', async () => {
    const slightfile = file('endless/slightfile.toml');
    await open(slightfile);
    await execute('notifications.clearAll');
    await execute('slight.run', slightfile);
    await spins();
    await execute('workbench.action.debug.start');
    await runsAgain(() => execute('notification.acceptPrimaryAction'));
  });
});

/** Waits until the guest that never ends has begun. */
async function spins(): Promise<void> {
  await until('the guest', async () => {
    const text = await terminalText('endless');
    return (text.includes('spinning') && !text.includes('stopped')) || undefined;
  });
}

/** Holds that this starts a session of the guest that never ends, and stops it. */
async function runsAgain(start: () => Promise<unknown>): Promise<void> {
  const started = startOfSession();
  await start();
  await started;
  await spins();
  const ended = endOfSession();
  await execute('workbench.action.debug.stop');
  await ended;
}

/** The next session that starts. */
function startOfSession(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidStartDebugSession((session) => {
      listening.dispose();
      resolve(session);
    });
  });
}

/** The next session that ends. */
function endOfSession(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession((session) => {
      listening.dispose();
      resolve(session);
    });
  });
}
