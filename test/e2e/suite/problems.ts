/** Problems of the workspace: they are there before a run, and whether their files are open or not. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, closeAll, execute, file, open, putBack, until } from './editor.ts';

const slightfile = () => file('shop/slightfile.toml');
const source = () => file('shop/src/main.rs');

suite('problems of the workspace', () => {
  putBack(() => [slightfile(), source()]);

  test('a slightfile that was never opened has its problems', async () => {
    await until('the unknown resource', () =>
      vscode.languages
        .getDiagnostics(file('faulty/slightfile.toml'))
        .find(({ message }) => message.includes('keyvalue.reddis')),
    );
  });

  test('a name is changed in the slightfile alone: both files say so with all tabs closed, until it is mended', async () => {
    const { document } = await open(slightfile());
    const name = at(document, '"|orders"');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(name, name.translate(0, 'orders'.length)), 'purchases');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await document.save();
    await until('the problem of the source, which is not open', () => undeclared(source()));
    await closeAll();
    await pause(3_000);

    const declared = await until('the problem of the slightfile', () => undeclared(slightfile()));
    assert.match(declared.message, /main\.rs opens the key-value store "orders", which nothing declares/);
    const [opened] = declared.relatedInformation ?? [];
    assert.equal(opened?.location.uri.toString(), source().toString());
    const problem = await until('the problem of the source', () => undeclared(source()));
    assert.equal(problem.relatedInformation?.[0]?.location.uri.toString(), slightfile().toString());

    // what a click on the problem does
    const { document: main } = await open(source());
    const title = 'Rename "purchases" to "orders" in slightfile.toml';
    const action = await until('the action', async () => {
      const actions = await execute<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        main.uri,
        problem.range,
      );
      return actions.find((one) => one.title === title);
    });
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    await vscode.workspace.saveAll();
    await until('the problems to go', () =>
      [slightfile(), source()].every((uri) => undeclared(uri) === undefined) ? true : undefined,
    );
  }).timeout(60_000); // it waits for what must not happen
});

function undeclared(uri: vscode.Uri): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find(({ code }) => code === 'undeclared-name');
}

/** As long as it takes until a client that was wrong about it would have taken the problems away. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
