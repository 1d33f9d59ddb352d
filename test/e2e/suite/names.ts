/** Slightfile, Rust source and WIT as one: what the editor knows of a name in each of them. */
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { compileRust } from '../../../scripts/guests/compilers.ts';
import { at, execute, file, hints, hoverText, open, putBack, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

const slightfile = () => file('shop/slightfile.toml');
const source = () => file('shop/src/main.rs');

suite('one model', () => {
  putBack(() => [slightfile(), source()]);

  test('rename a capability from Rust source, and run', async () => {
    const declared = (await open(slightfile())).document;
    const opened = (await open(source())).document;
    const name = at(opened, '"or|ders"');

    const hover = await until('the hover that says what serves it', async () => {
      const text = await hoverText(opened.uri, name);
      return text.includes('keyvalue.redis') ? text : undefined;
    });
    assert.match(hover, /\*\*"orders"\*\* → `keyvalue\.redis` in \[slightfile\.toml\]/);

    const [definition] = await execute<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      opened.uri,
      name,
    );
    assert.ok(definition);
    const [target, range] =
      'targetUri' in definition
        ? [definition.targetUri, definition.targetSelectionRange ?? definition.targetRange]
        : [definition.uri, definition.range];
    assert.equal(target.toString(), slightfile().toString());
    assert.match(declared.getText(range), /orders/);

    const edit = await execute<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      opened.uri,
      name,
      'parcels',
    );
    assert.deepEqual(
      edit
        .entries()
        .map(([uri]) => uri.toString())
        .sort(),
      [slightfile().toString(), source().toString()],
    );
    assert.ok(await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
    assert.match(opened.getText(), /Keyvalue::open\("parcels"\)/);
    assert.match(declared.getText(), /\nname = "parcels"\n/);
    assert.ok(!`${opened.getText()}${declared.getText()}`.includes('"orders"'));
    await vscode.workspace.saveAll();

    await buildShop();
    const ended = endOf('shop');
    await vscode.commands.executeCommand('slight.run', slightfile());
    assert.equal(await ended, 0);
    const text = await until('the output', async () => {
      const found = await terminalText('shop');
      return found.includes('exit code') ? found : undefined;
    });
    assert.match(text, /parcels → keyvalue\.filesystem in shop\/\.slight\/keyvalue\/parcels/);
    assert.match(text, /1 kept/);
    await access(file('shop/.slight/keyvalue/parcels').fsPath);
    await assert.rejects(access(file('shop/.slight/keyvalue/orders').fsPath), { code: 'ENOENT' });
  }).timeout(90_000); // a compiler is at work

  test('the lens over a capability counts where it is opened, and shows it', async () => {
    const { document } = await open(slightfile());
    const lens = await until('the lens', async () => {
      const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.find(({ command }) => command?.title === '1 reference');
    });
    assert.equal(lens.range.start.line, at(document, '[[capa|bility]]').line);
    const { command } = lens;
    assert.equal(command?.command, 'slight.showReferences');
    const shown = command.arguments as unknown[];
    // the editor refuses arguments of other types
    await vscode.commands.executeCommand('slight.showReferences', ...shown);
  });

  test('a name that nothing serves is underlined in the source, and a quick fix declares it', async () => {
    const declared = (await open(slightfile())).document;
    const editor = await open(source());
    const { document } = editor;
    const before = at(document, '|let store');
    await editor.edit((change) => change.insert(before, 'let _ = Keyvalue::open("refunds");\n    '));
    const problem = await until('the problem', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes('"refunds"')),
    );
    assert.equal(problem.source, 'slight');
    const actions = await execute<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => /filesystem/.test(title)) ?? actions[0];
    assert.ok(fix?.edit, `no fix among ${actions.map(({ title }) => title).join(', ')}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(declared.getText(), /name = "refunds"/);
    await until('the problem to go', () => {
      const left = vscode.languages.getDiagnostics(document.uri);
      return left.every(({ message }) => !message.includes('"refunds"')) || undefined;
    });
  });

  test('a slightfile shows where its data goes, and is served by another resource with one action', async () => {
    const { document } = await open(file('endless/slightfile.toml'));
    const labels = await until('the hint', async () => {
      const found = await hints(document);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(labels, ['→ .slight/keyvalue/orders']);

    const place = at(document, 'keyvalue.|filesystem');
    const actions = await until('the action', async () => {
      const found = await execute<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(place, place),
      );
      return found.some(({ title }) => title.startsWith('Switch to ')) ? found : undefined;
    });
    const serve = actions.find(({ title }) => title.includes('keyvalue.redis'));
    assert.ok(serve?.edit, `not among ${actions.map(({ title }) => title).join(', ')}`);
    assert.ok(await vscode.workspace.applyEdit(serve.edit));
    assert.match(document.getText(), /resource = "keyvalue\.redis"/);
  });

  test('a slightfile and WIT have semantic tokens', async () => {
    for (const uri of [slightfile(), file('till/till.wit')]) {
      const { document } = await open(uri);
      const tokens = await until(`the tokens of ${uri.path}`, async () => {
        const found = await execute<vscode.SemanticTokens | undefined>(
          'vscode.provideDocumentSemanticTokens',
          document.uri,
        );
        return found && found.data.length > 0 ? found : undefined;
      });
      assert.equal(tokens.data.length % 5, 0);
    }
  });

  test('WIT: hover, definition, diagnostics and formatting', async () => {
    const { document } = await open(file('till/till.wit'));
    const [problem] = await until('the unknown type', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(document.getText(problem?.range), 'itm');

    const use = at(document, 'import go|ods');
    assert.match(await hoverText(document.uri, use), /What is sold\./);
    const found = await execute<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      use,
    );
    const lines = found.map((one) => ('targetUri' in one ? one.targetRange : one.range).start.line);
    assert.deepEqual(lines, [at(document, 'interface |goods').line]);

    const edits = await execute<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /\n {2}cheapest: func\(\) -> itm;\n/);
  });

  test('sources in other languages are read too', async () => {
    const sources = {
      'app.go':
        'package main\n\nimport "example.com/shop/internal/wasi/keyvalue/store"\n\nfunc main() { store.Open("orders") }\n',
      'app.py': 'from wit_world.imports import store\n\nstore.open("orders")\n',
    };
    for (const [name, text] of Object.entries(sources)) {
      const uri = file(`shop/src/${name}`);
      await writeFile(uri.fsPath, text);
      try {
        const { document } = await open(uri);
        const hover = await until(`a hover in ${name}`, async () => {
          const found = await hoverText(uri, at(document, '"or|ders"'));
          return found.includes('keyvalue.redis') ? found : undefined;
        });
        assert.match(hover, /slightfile\.toml/);
      } finally {
        await rm(uri.fsPath);
      }
    }
  });
});

/** Compiles the shop as it is on disk. */
async function buildShop(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slight-shop-'));
  try {
    const module = await compileRust(file('shop').fsPath, folder, 'src/main.rs');
    const target = file('shop/target/wasm32-wasi/release/shop.wasm').fsPath;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, module);
  } finally {
    await rm(folder, { recursive: true });
  }
}
