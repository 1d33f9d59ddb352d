import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostics, execute, file, open, openText, until } from './editor.ts';

suite('editing a slightfile', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  test('is in the language of slightfiles', async () => {
    const { document } = await open(file('hello/slightfile.toml'));
    assert.equal(document.languageId, 'slightfile');
    const [hint] = await diagnostics(document.uri, 1);
    assert.equal(hint?.severity, vscode.DiagnosticSeverity.Hint, hint?.message);
  });

  test('faults are underlined, with their code and a sentence', async () => {
    const { document } = await open(file('faulty/slightfile.toml'));
    const found = await diagnostics(document.uri, 2);
    const shown = found.map(({ code, range }) => [code, document.getText(range)]);
    assert.deepEqual(shown, [
      ['unknown-resource', '"keyvalue.reddis"'],
      ['renamed-resource', '"kv.filesystem"'],
    ]);
    assert.match(found[0]?.message ?? '', /keyvalue\.redis/);
    assert.equal(found[0]?.severity, vscode.DiagnosticSeverity.Error);
  });

  test('a quick fix corrects the name of a resource', async () => {
    const { document } = await open(file('faulty/slightfile.toml'));
    const [first] = await diagnostics(document.uri, 2);
    assert.ok(first);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      first.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title.includes('keyvalue.redis'));
    assert.ok(fix?.edit, `no fix among ${actions.map(({ title }) => title).join(', ')}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /resource = "keyvalue\.redis"\nname = "greetings"/);
    await until('the error to go', () => noError(document.uri) || undefined);
  });

  test('a half-typed resource is completed, and accepted with a key', async () => {
    const { document } = await openText(
      'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.fi|"\nname = "a"\n',
    );
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await until('the accepted completion', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return document.getText().includes('"keyvalue.filesystem"') || undefined;
    });
  });

  test('an empty slightfile offers to begin', async () => {
    const { document } = await openText('|');
    const list = await until('completions', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(0, 0),
      );
      return items.length > 0 ? items : undefined;
    });
    const labels = list.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(
      labels.some((label) => label.includes('specversion')),
      labels.join(', '),
    );
  });

  test('hovering a resource explains it', async () => {
    const { document } = await open(file('hello/slightfile.toml'));
    const position = document.positionAt(document.getText().indexOf('keyvalue.redis') + 3);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((content) => (content as vscode.MarkdownString).value),
    );
    assert.match(text.join('\n'), /Redis/);
  });

  test('formatting keeps comments', async () => {
    const { document } = await openText(
      'specversion="0.2"   # today\n[[capability]]\nresource   =   "http"\nname="web"|',
    );
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /^specversion = "0\.2" +# today\n/);
    assert.match(document.getText(), /\nresource = "http"\nname = "web"/);
  });

  test('a line is laid out when Enter is typed behind it', async () => {
    const { document } = await openText('specversion="0.2"|');
    await vscode.commands.executeCommand('type', { text: '\n' });
    await until('the layout', () => document.getText().startsWith('specversion = "0.2"\n') || undefined);
  });

  test('who types the name of a secret types its references too', async () => {
    const { document } = await openText(
      '[[secret_settings]]\nname = "TO|KEN"\n\n[[capability]]\nconfigs.A = "${usersecrets.TOKEN}"\n',
    );
    const linked = await until('the references', async () => {
      const found = await execute<{ ranges: readonly unknown[] } | null>(
        '_executeLinkedEditingProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('TOKEN') + 2),
      );
      return found ?? undefined;
    });
    assert.equal(linked.ranges.length, 2);
    assert.equal(vscode.workspace.getConfiguration('editor', document).get('linkedEditing'), true);
  });

  test('a lens over the first line runs the app', async () => {
    const { document } = await open(file('hello/slightfile.toml'));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const run = lenses.find(({ command }) => command?.command === 'slight.run');
    assert.equal(run?.range.start.line, 0);
  });
});

function noError(uri: vscode.Uri): boolean {
  return vscode.languages
    .getDiagnostics(uri)
    .every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error);
}
