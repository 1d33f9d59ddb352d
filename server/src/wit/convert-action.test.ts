import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { convertActions } from './convert-action.ts';
import { opened, type Files } from './testing/marked.ts';

const problem: Diagnostic = {
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } },
  message: 'Legacy.',
  code: 'legacy-syntax',
};

function actions(text: string, others: Files = {}, problems: readonly Diagnostic[] = [problem]) {
  const { source, surroundings } = opened(text, others);
  return convertActions(source, surroundings, problems);
}

test('a legacy file is converted as a quick fix and as a refactoring, with the files that it shares types with', () => {
  const others = {
    'types.wit': 'type e = u8\r\n',
    'else.wit': 'type f = u8\n',
    'b.wit': 'use { e } from types\n',
  };
  const [fix, rewrite, ...more] = actions('use { e } from types\nf: func() -> e\n', others);
  assert.deepEqual(more, []);
  assert.equal(fix?.kind, 'quickfix');
  assert.deepEqual(fix.diagnostics, [problem]);
  assert.equal(rewrite?.kind, 'refactor.rewrite');
  assert.equal(
    rewrite.title,
    'Convert main.wit to the component syntax, with the 2 files that it shares types with',
  );
  assert.deepEqual(rewrite.edit, fix.edit);
  const changes = Object.entries(rewrite.edit?.changes ?? {});
  const texts = { ...others, 'main.wit': 'use { e } from types\nf: func() -> e\n' };
  const after = changes.map(([uri, edits]) => {
    const name = uri.slice(uri.lastIndexOf('/') + 1) as keyof typeof texts;
    return [name, TextDocument.applyEdits(TextDocument.create(uri, 'wit', 1, texts[name]), edits)];
  });
  assert.deepEqual(after, [
    ['main.wit', 'package local:wit;\n\ninterface main {\n  use types.{e};\n  f: func() -> e;\n}\n'],
    ['types.wit', 'package local:wit;\r\n\r\ninterface types {\r\n  type e = u8;\r\n}\r\n'],
    ['b.wit', 'package local:wit;\n\ninterface b {\n  use types.{e};\n}\n'],
  ]);
});

test('without a problem there is only the refactoring, and none where nothing can be converted', () => {
  assert.deepEqual(
    actions('type e = u8', {}, []).map(({ kind, title }) => [kind, title]),
    [['refactor.rewrite', 'Convert main.wit to the component syntax']],
  );
  assert.deepEqual(actions('interface a {}'), []);
  assert.deepEqual(actions('type e = '), []);
  assert.deepEqual(actions(''), []);
});
