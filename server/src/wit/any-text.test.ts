/** Whatever is typed, WIT's features answer, and what they say lies in the text. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { randomFrom, type Random } from '@slight/text/testing/random.ts';
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { completion } from './completion.ts';
import { convertActions } from './convert-action.ts';
import { documentLinks } from './document-link.ts';
import { foldingRanges } from './folding-range.ts';
import { formatting, onTypeFormatting } from './formatting.ts';
import { selectionRanges } from './selection-range.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { opened } from './testing/marked.ts';

const root = path.join(import.meta.dirname, '../../../wit');
const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.wit'))
  .map((name) => readFileSync(path.join(root, name), 'utf8'));

const pieces = [
  ...['{', '}', '(', ')', '<', '>', ';', ',', ':', '.', '@', '->', '=', '/', '%', '_', '*', '"', '\\'],
  ...['\n', '\r\n', '\r', '\t', '//', '/*', '*/', '///', '\u0000', '\ud800', '😀', 'é', '\uFEFF'],
  ...[
    'use ',
    'from',
    'interface x {',
    'world w {',
    'resource r ',
    'static ',
    'a: func(',
    'list<',
    '@since(',
    '0.2.',
  ],
  ...[
    'package a:b;',
    'import wasi:io/',
    'include ',
    'with {',
    'type t = ',
    'expected<unit, ',
    'union u {',
    'unit',
  ],
];

/** A stretch of a file with some changes in it. */
function spoiled(random: Random): string {
  const whole = texts[random(texts.length)] ?? '';
  const from = random(3) === 0 ? 0 : random(whole.length);
  let text = whole.slice(from, from + 50 + random(400));
  for (let left = random(5); left > 0; left--) {
    const at = random(text.length + 1);
    const end = Math.min(text.length, at + random(12));
    text = text.slice(0, at) + (pieces[random(pieces.length)] ?? '') + text.slice(random(2) === 0 ? at : end);
  }
  return random(4) === 0 ? text.replaceAll('\n', '\r\n') : text;
}

const options = { tabSize: 2, insertSpaces: true };

test('every feature answers at every state of a file', () => {
  const random = randomFrom(11);
  for (let round = 0; round < 4000; round++) {
    const text = spoiled(random);
    const { source, surroundings, document } = opened(text, {
      'types.wit': texts[round % texts.length] ?? '',
    });
    const position = document.positionAt(random(text.length + 1));
    const lines = document.lineCount;
    for (const { textEdit } of completion(source, surroundings, document, position, { snippets: true })) {
      assert.ok(textEdit && 'range' in textEdit);
      const { start, end } = textEdit.range;
      assert.ok(start.line === position.line && end.line === position.line, JSON.stringify(text));
      assert.ok(start.character <= position.character && position.character <= end.character);
    }
    for (const { startLine, endLine } of foldingRanges(source, document))
      assert.ok(startLine < endLine && endLine < lines);
    assertGrows(selectionRanges(source, document, [position])[0], position);
    assertTokens(semanticTokens(source, surroundings, document).data, text);
    for (const { range } of documentLinks(source, surroundings, document))
      assert.notEqual(document.getText(range), '');
    formatting(source, document, options);
    onTypeFormatting(source, document, position, '}', options);
    onTypeFormatting(source, document, position, '\n', options);
    convertActions(source, surroundings, []);
  }
});

function assertGrows(range: SelectionRange | undefined, position: Position): void {
  const place = ({ line, character }: Position) => line * 1e6 + character;
  assert.ok(range);
  let inner = { start: position, end: position };
  for (let at: SelectionRange | undefined = range; at !== undefined; at = at.parent) {
    const { start, end } = at.range;
    assert.ok(place(start) <= place(inner.start) && place(inner.end) <= place(end));
    inner = at.range;
  }
}

/** In order, none empty, none over another. */
function assertTokens(data: readonly number[], text: string): void {
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0] = data.slice(at, at + 3);
    assert.ok(down >= 0 && right >= 0 && length > 0, JSON.stringify(text));
    const before = at > 0 && down === 0 ? (data[at - 3] ?? 0) : 0;
    assert.ok(right >= before, JSON.stringify(text));
  }
}
