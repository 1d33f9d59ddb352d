import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, closeAll, execute, file, hoverText, open, until } from './editor.ts';

const world = `package shop:stock@1.0.0;

interface stock {
  use wasi:keyvalue/store@0.2.0-draft2.{bucket};
  of: func(where: borrow<bucket>) -> u64;
}
`;

suite('WIT of packages that are in no folder', () => {
  const uri = file('stock/wit/stock.wit');

  suiteSetup(() => vscode.workspace.fs.writeFile(uri, Buffer.from(world)));

  suiteTeardown(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(file('stock'), { recursive: true });
  });

  test('F12 shows what slight ships in a document that nobody can change, and goes on in it', async () => {
    const { document } = await open(uri);
    const [place] = await definitions(document, 'sto|re@0.2.0-draft2');
    assert.equal(place.uri.scheme, 'slight-wit');
    const editor = await open(place.uri);
    const { document: shown } = editor;
    assert.equal(shown.languageId, 'wit');
    assert.match(shown.getText(), /package wasi:keyvalue@0\.2\.0-draft2;/);
    assert.equal(shown.getText(place.range), 'store');

    editor.selection = new vscode.Selection(place.range.start, place.range.start);
    await execute('type', { text: 'x' });
    assert.equal(shown.getText(place.range), 'store');
    assert.equal(shown.isDirty, false);

    const [inside] = await definitions(shown, 'result<buc|ket');
    assert.equal(inside.uri.toString(), place.uri.toString());
    assert.equal(shown.getText(inside.range), 'bucket');
    assert.match(await hoverText(shown.uri, inside.range.start), /resource bucket/);
    const symbols = await execute<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', shown.uri);
    assert.ok(symbols.some(({ name }) => name === 'store'));
    assert.deepEqual(vscode.languages.getDiagnostics(shown.uri), []);
  });
});

async function definitions(
  document: vscode.TextDocument,
  marked: string,
): Promise<readonly [vscode.Location, ...vscode.Location[]]> {
  return until(`the definition at ${marked}`, async () => {
    const [first, ...more] = await execute<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, marked),
    );
    return first && [first, ...more];
  });
}
