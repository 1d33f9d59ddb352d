/** Whatever the file and wherever the cursor, every action can be applied, and breaks nothing that could be read. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withoutWants } from '@slight/slightfile/testing/fixture.ts';
import { parse } from '@slight/slightfile/toml/parse.ts';
import fc from 'fast-check';
import { codeActions } from '../code-action.ts';
import { applied, fileOf, uri } from '../../testing/marked.ts';

const root = path.join(import.meta.dirname, '../../../../test/fixtures/slightfiles');
const texts = globSync('*/*.toml', { cwd: root })
  .sort()
  .map((file) => withoutWants(readFileSync(path.join(root, file), 'utf8')));

/** How often each title was offered, without the names in it. */
const seen = new Map<string, number>();

function actAt(text: string, from: number, to: number): void {
  const file = fileOf(text, ['HOME']);
  const before = file.slightfile.document.errors.length;
  const range = { start: file.document.positionAt(from), end: file.document.positionAt(to) };
  for (const { title, edit, disabled, data } of codeActions(file, range, undefined, {
    resolves: true,
    disables: true,
  })) {
    assert.equal([edit, disabled, data].filter((one) => one !== undefined).length, 1, title);
    const [word = ''] = title.split(' ');
    seen.set(word, (seen.get(word) ?? 0) + 1);
    const edits = edit?.changes?.[uri];
    if (!edits) continue;
    const result = applied(file, edits);
    assert.notEqual(result, text, title);
    const { errors } = parse(result);
    assert.ok(errors.length <= before, `${title}: ${errors[0]?.message ?? ''}\n${text}\n→\n${result}`);
  }
}

test('every action at every line of every fixture can be applied', () => {
  for (const text of texts) {
    for (const { index } of text.matchAll(/^\s*\S/gm)) actAt(text, index, index + 1);
    actAt(text, 0, text.length);
    actAt(text.replaceAll('\n', '\r\n'), 0, text.length);
  }
  for (const word of ['Add', 'Change', 'Extract', 'Fix', 'Migrate', 'Move', 'Read', 'Remove', 'Switch']) {
    assert.ok((seen.get(word) ?? 0) > 5, `${word}: ${[...seen].join(' ')}`);
  }
});

const pieces = [
  '"',
  "'",
  '[',
  ']',
  '\n',
  ' ',
  '{',
  '}',
  '.',
  ',',
  '#',
  '=',
  '${',
  '"""',
  'name = ',
  '[[capability]]\n',
  '𝒳',
];

test('every action in a half-typed file can be applied', () => {
  const edit = fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom('', ...pieces));
  const property = fc.property(
    fc.constantFrom(...texts),
    fc.array(edit, { maxLength: 3 }),
    fc.nat(),
    (start, edits, at) => {
      let text = start;
      for (const [place, length, piece] of edits) {
        const from = place % (text.length + 1);
        text = text.slice(0, from) + piece + text.slice(from + length);
      }
      const from = at % (text.length + 1);
      actAt(text, from, from);
    },
  );
  fc.assert(property, { numRuns: 2000 });
});
