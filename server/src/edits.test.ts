/** Whatever is typed, the server lives, and what it says is what it would say of the same text opened afresh. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol, Position, Range } from 'vscode-languageserver-types';
import { completion } from './slightfile/completion.ts';
import { documentSymbols } from './slightfile/document-symbol.ts';
import { foldingRanges } from './slightfile/folding-range.ts';
import { formatting } from './slightfile/formatting.ts';
import { hover } from './slightfile/hover.ts';
import { codeActions } from './slightfile/code-action.ts';
import { startClient } from './testing/client.ts';
import type { File } from './slightfile/file.ts';
import { readFile } from './slightfile/file.ts';
import { Documents } from './documents.ts';

const uri = 'file:///app/slightfile.toml';

const start = `specversion = "0.2"

[[secret_settings]]
name = "KEY"
value = "c2VjcmV0"

[[capability]]
resource = "keyvalue.redis"
name = "my-container" # a comment

[capability.configs]
REDIS_ADDRESS = "\${usersecrets.KEY}"

[[capability]]
resource = "configs.envvars"
name = "env"
configs = { a = 1, b = [ 'x', """
y""" ] }
`;

const pieces = [
  ...[
    '[',
    ']',
    '[[',
    ']]',
    '"',
    "'",
    '"""',
    '=',
    '.',
    '#',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '{',
    '}',
    ',',
    '\\',
    '${',
    '\u0000',
  ],
  ...[
    'capability',
    'configs',
    'name',
    'resource = ',
    'keyvalue.redis',
    '[[capability]]\n',
    '𝒳',
    '\uFEFF',
    '0.2',
    '\ud800',
  ],
];

/** Numbers that are the same in each run: a test that fails fails again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Edit {
  readonly range: Range;
  readonly text: string;
}

function randomEdit(document: TextDocument, next: (below: number) => number): Edit {
  const length = document.getText().length;
  const from = next(length + 1);
  const to = next(3) === 0 ? Math.min(length, from + next(12)) : from;
  return {
    range: { start: document.positionAt(from), end: document.positionAt(to) },
    text: next(4) === 0 ? '' : (pieces[next(pieces.length)] ?? ''),
  };
}

test('every feature answers at every state of a file that is edited at random', () => {
  const next = random(1);
  const mirror = TextDocument.create(uri, 'slightfile', 0, start);
  const documents = new Documents();
  const read = (document: TextDocument, id: string) => readFile(document, new Set(['HOME']), id);
  documents.open(uri, 'slightfile', 0, start);
  for (let version = 1; version <= 3000; version++) {
    const edit = randomEdit(mirror, next);
    TextDocument.update(mirror, [edit], version);
    documents.change(uri, version, [edit]);
    const file = documents.read(uri, read);
    assert.ok(file);
    assert.equal(file.document.getText(), mirror.getText());
    askEverything(file, file.document.positionAt(next(mirror.getText().length + 1)));
    if (mirror.getText().length > 4000) {
      TextDocument.update(mirror, [{ text: start }], version);
      documents.change(uri, version, [{ text: start }]);
    }
  }
});

function askEverything(file: File, position: Position): void {
  for (const { textEdit } of completion(file, position, { snippets: true })) {
    assert.ok(textEdit && 'range' in textEdit);
    const { start: from, end: to } = textEdit.range;
    assert.ok(from.line === position.line && to.line === position.line);
    assert.ok(
      from.character <= position.character && position.character <= to.character,
      file.document.getText(),
    );
  }
  hover(file, position);
  codeActions(file, { start: position, end: position });
  assertNested(documentSymbols(file));
  foldingRanges(file);
  formatting(file, { tabSize: 2, insertSpaces: true });
}

/** Every symbol has a name, and what is selected of it lies in the whole of it. */
function assertNested(symbols: readonly DocumentSymbol[]): void {
  const place = ({ line, character }: Position) => line * 1e6 + character;
  for (const { name, range, selectionRange, children } of symbols) {
    assert.ok(name.length > 0);
    assert.ok(place(range.start) <= place(selectionRange.start), name);
    assert.ok(place(selectionRange.end) <= place(range.end), name);
    assertNested(children ?? []);
  }
}

test('after thousands of edits over the wire the problems are those of a fresh open', async () => {
  await using client = await startClient();
  const next = random(2);
  const mirror = TextDocument.create(uri, 'slightfile', 1, start);
  await client.open(uri, start);
  for (let version = 2; version <= 3000; version++) {
    const changes = Array.from({ length: 1 + next(3) }, () => {
      const edit = mirror.getText().length > 4000 ? { text: start } : randomEdit(mirror, next);
      TextDocument.update(mirror, [edit], version);
      return edit;
    });
    await client.change(uri, version, changes);
    if (version % 300 !== 0) continue;
    const { diagnostics: said } = await client.diagnostics(uri, version);
    const again = `file:///fresh/${String(version)}/slightfile.toml`;
    await client.open(again, mirror.getText());
    assert.deepEqual(said, (await client.diagnostics(again, 1)).diagnostics);
  }
  assert.equal(await client.stop(), 0);
});
