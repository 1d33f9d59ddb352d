/** Whatever its line ends are, a file is edited as it would be with others, and keeps them. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withoutWants } from '@slight/slightfile/testing/fixture.ts';
import { validDocument } from '@slight/slightfile/toml/testing/arbitrary.ts';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver-types';
import { codeActions } from './slightfile/code-action.ts';
import { formatting } from './slightfile/formatting.ts';
import { inlayHints } from './slightfile/inlay-hint.ts';
import { onTypeFormatting } from './slightfile/on-type-formatting.ts';
import { fileOf } from './testing/marked.ts';
import { quickFixes } from './wit/code-action.ts';
import { convertActions } from './wit/convert-action.ts';
import { formatting as formatWit, onTypeFormatting as onTypeWit } from './wit/formatting.ts';
import { opened } from './wit/testing/marked.ts';

const root = path.join(import.meta.dirname, '../..');
const options = { tabSize: 2, insertSpaces: true };

function textsOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root })
    .sort()
    .map((file) => readFileSync(path.join(root, file), 'utf8'));
}

const slightfiles = textsOf('test/fixtures/slightfiles/*/*.toml').map(withoutWants);
const wits = textsOf('wit/**/*.wit').filter((text) => text.length < 10_000);

/** What is done to a text at a place, with the line ends of the whole text afterwards. */
type Deed = (text: string, from: number, to: number) => readonly Done[];

interface Done {
  readonly title: string;
  readonly result: string;
}

/** Which of the line ends are those of Windows: none, all, or some. */
const lineEnds = fc.oneof(fc.constant([true]), fc.array(fc.boolean(), { minLength: 2, maxLength: 20 }));

/** Line breaks, brackets and words that are taken out of, or put into, a text. */
const slips = fc.array(
  fc.tuple(
    fc.nat(),
    fc.nat(4),
    fc.constantFrom('', '', '\n', '\n\n  ', ' ', '  // x \n', '# y \n', ';', '}', '{', ',', 'u8', '"'),
  ),
  { maxLength: 3 },
);

function spoiled(text: string, edits: readonly (readonly [number, number, string])[]): string {
  return edits.reduce((now, [place, length, piece]) => {
    const at = place % (now.length + 1);
    return now.slice(0, at) + piece + now.slice(at + length);
  }, text);
}

/** The text with other line ends, and where an offset of it is then. */
function withLineEnds(
  text: string,
  windows: readonly boolean[],
): { text: string; at: (offset: number) => number } {
  let count = 0;
  const parts = text.split('\n');
  const starts: number[] = [];
  let other = '';
  let longer = 0;
  for (const [index, part] of parts.entries()) {
    const end = index === parts.length - 1 ? '' : windows[count++ % windows.length] ? '\r\n' : '\n';
    for (let at = 0; at <= part.length; at++) starts.push(other.length + at);
    other += part + end;
    longer += end.length;
  }
  assert.equal(other.length, text.length - (parts.length - 1) + longer);
  return { text: other, at: (offset) => starts[offset] ?? other.length };
}

function kinds(text: string): ReadonlySet<string> {
  return new Set(text.match(/\r\n|\r|\n/g));
}

/** Asserts that it does the same, whatever the line ends are, and brings none in that the text has not. */
function assertSame(deed: Deed, plain: string, windows: readonly boolean[], from: number, to: number): void {
  const { text, at } = withLineEnds(plain, windows);
  const [one, other] = [deed(plain, from, to), deed(text, at(from), at(to))];
  assert.deepEqual(
    other.map(({ title }) => title),
    one.map(({ title }) => title),
  );
  for (const [index, { title, result }] of other.entries()) {
    assert.equal(result.replaceAll('\r\n', '\n'), one[index]?.result, title);
    const known = kinds(text);
    for (const kind of known.size === 0 ? [] : kinds(result))
      assert.ok(known.has(kind), `${title}: ${JSON.stringify(result)}`);
  }
}

function hold(deed: Deed, texts: fc.Arbitrary<string>, numRuns: number): void {
  let done = 0;
  const counted: Deed = (text, from, to) => {
    const found = deed(text, from, to);
    done += found.filter(({ result }) => result !== text).length;
    return found;
  };
  fc.assert(
    fc.property(texts, slips, lineEnds, fc.nat(), fc.nat(200), (start, edits, windows, from, length) => {
      const text = spoiled(start, edits);
      const at = from % (text.length + 1);
      assertSame(counted, text, windows, at, Math.min(at + length, text.length));
    }),
    { numRuns },
  );
  assert.ok(done > numRuns / 20, `only ${done} texts are changed`);
}

function edited(document: TextDocument, title: string, edits: readonly TextEdit[] | undefined): Done[] {
  if (!edits || edits.length === 0) return [];
  for (const { newText } of edits) assert.doesNotMatch(newText, /\r(?!\n)/);
  return [{ title, result: TextDocument.applyEdits(document, [...edits]) }];
}

function actedOn(document: TextDocument, actions: readonly CodeAction[]): Done[] {
  return actions.flatMap(({ title, edit }) => edited(document, title, edit?.changes?.[document.uri]));
}

function rangeOf(document: TextDocument, from: number, to: number): Range {
  return { start: document.positionAt(from), end: document.positionAt(to) };
}

const anySlightfile = fc.oneof(
  fc.constantFrom(...slightfiles),
  validDocument.map((text) => text.replaceAll('\r\n', '\n')),
);
const anyWit = fc.constantFrom(...wits);

test('a slightfile is laid out as with other line ends, once and for all', () => {
  hold(
    (text) => {
      const file = fileOf(text);
      const done = edited(file.document, 'formatting', formatting(file, options));
      for (const { result } of done) assert.deepEqual(formatting(fileOf(result), options), []);
      return done;
    },
    anySlightfile,
    1000,
  );
});

test('a WIT file is laid out as with other line ends, once and for all', () => {
  hold(
    (text) => {
      const { source, document } = opened(text);
      const done = edited(document, 'formatting', formatWit(source, document, options));
      for (const { result } of done) {
        const again = opened(result);
        assert.deepEqual(formatWit(again.source, again.document, options), []);
      }
      return done;
    },
    anyWit,
    500,
  );
});

test('a line that is ended is laid out as with other line ends', () => {
  const slightfile: Deed = (text, from) => {
    const file = fileOf(text);
    const { line } = file.document.positionAt(from);
    return edited(file.document, 'typed', onTypeFormatting(file, { line: line + 1, character: 0 }, '\n'));
  };
  hold(slightfile, anySlightfile, 1000);
  const wit: Deed = (text, from) => {
    const { source, document } = opened(text);
    const { line } = document.positionAt(from);
    const position = { line: line + 1, character: 0 };
    return edited(document, 'typed', onTypeWit(source, document, position, '\n', options));
  };
  hold(
    wit,
    anyWit.map((text) => text.replaceAll(/ {2,}| *([={]) */g, '$1 ')),
    500,
  );
});

test('every action does what it does with other line ends', () => {
  const slightfile: Deed = (text, from, to) => {
    const file = fileOf(text, ['HOME']);
    const range = rangeOf(file.document, from, to);
    const hints = inlayHints(file, rangeOf(file.document, 0, text.length), {
      serving: [],
      settings: { backends: 'auto', data: '' },
    });
    return [
      ...actedOn(file.document, codeActions(file, range)),
      ...hints.flatMap(({ label, textEdits }) => edited(file.document, JSON.stringify(label), textEdits)),
    ];
  };
  hold(slightfile, anySlightfile, 1000);
  const wit: Deed = (text, from, to) => {
    const { source, surroundings, document } = opened(text);
    return actedOn(document, [
      ...quickFixes(source, surroundings, document, rangeOf(document, from, to)),
      ...convertActions(source, surroundings, []),
    ]);
  };
  hold(wit, anyWit, 500);
});
