import assert from 'node:assert/strict';
import { connect } from 'node:net';
import * as vscode from 'vscode';
import { closeAll, execute, file, hints, open, until } from './editor.ts';

suite('backends that stay', () => {
  teardown(closeAll);

  test('a lens starts the server of a capability, a hint tells where it is, and a command stops it', async () => {
    const { document } = await open(file('shop/slightfile.toml'));
    const lens = await until('the lens', async () => {
      const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.find(({ command }) => command?.command === 'slight.startBackend');
    });
    const { title, command, arguments: given } = lens.command ?? assert.fail('the lens does nothing');
    assert.equal(title, 'Start backend');
    assert.deepEqual(await hints(document), ['→ redis for development']);

    await vscode.commands.executeCommand(command, ...((given ?? []) as unknown[]));
    const hint = await until('the hint', async () =>
      (await hints(document)).find((label) => /^→ (local server|container \S+) on :\d+$/.test(label)),
    );
    const port = Number(/:(\d+)$/.exec(hint)?.[1]);
    assert.ok(await listens(port));

    // it is told again to a server that has forgotten it
    await closeAll();
    const again = (await open(file('shop/slightfile.toml'))).document;
    await until('the same hint', async () => (await hints(again)).includes(hint) || undefined);

    await vscode.commands.executeCommand('slight.stopBackends', again.uri);
    await until(
      'the hint to go',
      async () => (await hints(again)).includes('→ redis for development') || undefined,
    );
    assert.ok(!(await listens(port)));
  });
});

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
