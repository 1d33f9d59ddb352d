import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { closeAll, execute, file, hints, open, until } from './editor.ts';

suite('backends that stay', () => {
  teardown(closeAll);

  test('a lens starts the server of a capability, a hint tells where it is, and the lens then stops it', async () => {
    const { document } = await open(file('shop/slightfile.toml'));
    const start = await backendLens(document, 'Start backend');
    assert.equal(start.command, 'slight.startBackend');
    await until(
      'the hint of the settings',
      async () => (await hints(document)).includes('→ stand-in, .slight/keyvalue/orders') || undefined,
    );

    await execute(start.command, ...argumentsOf(start));
    const hint = await until('the hint', async () =>
      (await hints(document)).find((label) => /^→ (local server|container \S+) on :\d+$/.test(label)),
    );
    const port = Number(/:(\d+)$/.exec(hint)?.[1]);
    assert.ok(await listens(port));

    // it is told again to a server that has forgotten it
    await closeAll();
    const again = (await open(file('shop/slightfile.toml'))).document;
    await until('the same hint', async () => (await hints(again)).includes(hint) || undefined);

    const stop = await backendLens(again, 'Stop backend');
    await execute(stop.command, ...argumentsOf(stop));
    await until(
      'the hint to go',
      async () => (await hints(again)).includes('→ stand-in, .slight/keyvalue/orders') || undefined,
    );
    await backendLens(again, 'Start backend');
    assert.ok(!(await listens(port)));
  });

  test('a server that a terminal starts and stops is known, too', async () => {
    const { document } = await open(file('shop/slightfile.toml'));
    await backendLens(document, 'Start backend');
    await slight('up', '--backends', 'local');
    await backendLens(document, 'Stop backend');
    await slight('down');
    await backendLens(document, 'Start backend');
  });

  test('a server that ends without a word is up no more', async () => {
    const { document } = await open(file('shop/slightfile.toml'));
    await slight('up', '--backends', 'local');
    await backendLens(document, 'Stop backend');
    const hint = await until('the hint', async () =>
      (await hints(document)).find((label) => /^→ local server on :\d+$/.test(label)),
    );
    const socket = connect(Number(/\d+$/.exec(hint)?.[0]), '127.0.0.1');
    socket.on('error', () => undefined).write('SHUTDOWN NOSAVE\r\n');
    await backendLens(document, 'Start backend');
  });

  test('the hint follows the setting', async () => {
    const { document } = await open(file('shop/slightfile.toml'));
    const settings = vscode.workspace.getConfiguration('slight.runtime');
    const workspace = vscode.ConfigurationTarget.Workspace;
    await settings.update('backends', 'container', workspace);
    try {
      await until(
        'the hint',
        async () => (await hints(document)).includes('→ redis in a container') || undefined,
      );
    } finally {
      await settings.update('backends', 'embedded', workspace);
    }
  });
});

/** The lens over the first capability, once it has that title. */
function backendLens(document: vscode.TextDocument, title: string): Promise<vscode.Command> {
  return until(`the lens ${title}`, async () => {
    const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
    return lenses.find(({ command }) => command?.title === title)?.command;
  });
}

function argumentsOf({ arguments: given }: vscode.Command): readonly unknown[] {
  return (given ?? []) as unknown[];
}

/** As a person would in a terminal, in the folder of the shop. */
async function slight(...args: readonly string[]): Promise<void> {
  const extension = vscode.extensions.getExtension('slight.slight');
  assert.ok(extension);
  const script = vscode.Uri.joinPath(extension.extensionUri, 'dist/slight.mjs').fsPath;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  await promisify(execFile)(process.execPath, [script, ...args], { cwd: file('shop').fsPath, env });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });
}
