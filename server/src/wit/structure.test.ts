/** Folding, selection and formatting of WIT: what follows from the text alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, SelectionRange } from 'vscode-languageserver-types';
import { foldingRanges } from './folding-range.ts';
import { formatting, onTypeFormatting } from './formatting.ts';
import { selectionRanges } from './selection-range.ts';
import { marked, opened } from './testing/marked.ts';

const text = `// A header
// of two lines.

package a:b;
use c:d/e;
use c:d/f;
interface i {
  use x.{
    a,
  };
  use y.{b};

  record r { a: u8 }
  f: func(
    a: u8,
  ) -> u8;
  // one line
  g: func();
}
interface e {
}
world w { export x: interface {
    h: func();
  }
}
`;

test('brackets, comments and uses are folded', () => {
  for (const each of [text, text.replaceAll('\n', '\r\n')]) {
    const { source, document } = opened(each);
    assert.deepEqual(
      foldingRanges(source, document).map(({ startLine, endLine, kind }) =>
        [startLine, endLine, kind].join(' ').trim(),
      ),
      ['0 1 comment', '4 5 imports', '6 17', '7 10 imports', '13 14', '21 23'],
    );
  }
});

test('what is not closed is not folded, and what is around it is', () => {
  const { source, document } = opened(
    'interface a {\n  f: func(\n    a: u8\n}\ninterface b {\n  x: func();\n',
  );
  assert.deepEqual(foldingRanges(source, document), [{ startLine: 0, endLine: 2 }]);
  const empty = opened('');
  assert.deepEqual(foldingRanges(empty.source, empty.document), []);
});

/** What the selection at the cursor grows to, step by step. */
function grown(drawn: string): string[] {
  const { source, document, position } = marked(drawn);
  const found: string[] = [];
  const [first] = selectionRanges(source, document, [position]);
  for (let at: SelectionRange | undefined = first; at; at = at.parent) found.push(document.getText(at.range));
  return found;
}

test('a selection grows from the word to the file', () => {
  const whole = 'interface i {\n  f: func(a: list<u8>, bc: u16);\n}\n';
  assert.deepEqual(grown(whole.replace('bc', 'b|c')), [
    'bc',
    'bc: u16',
    'a: list<u8>, bc: u16',
    '(a: list<u8>, bc: u16)',
    'f: func(a: list<u8>, bc: u16);',
    '{\n  f: func(a: list<u8>, bc: u16);\n}',
    'interface i {\n  f: func(a: list<u8>, bc: u16);\n}',
    whole,
  ]);
  assert.deepEqual(grown('// a co|mment\nuse a:b/c;\n'), ['// a comment', '// a comment\nuse a:b/c;\n']);
  assert.deepEqual(grown('|'), ['']);
  assert.deepEqual(grown('interface i { f: func(a: u|8'), [
    'u8',
    'f: func(a: u8',
    'interface i { f: func(a: u8',
  ]);
});

const options = { tabSize: 4, insertSpaces: true };

function formatted(before: string, range?: Range): string {
  const { source, document } = opened(before);
  return TextDocument.applyEdits(document, formatting(source, document, options, range));
}

test('a file is laid out with the indentation of the editor, or those of its lines that are selected', () => {
  const before = 'interface  a {\nf:func();\n  g:func();\n}';
  assert.equal(formatted(before), 'interface a {\n    f: func();\n    g: func();\n}\n');
  const { source, document } = opened(before);
  const tabs = formatting(source, document, { tabSize: 4, insertSpaces: false });
  assert.equal(TextDocument.applyEdits(document, tabs), 'interface a {\n\tf: func();\n\tg: func();\n}\n');
  const line = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  assert.equal(formatted(before, line), 'interface a {\nf:func();\n  g:func();\n}');
  const both = { start: { line: 1, character: 0 }, end: { line: 2, character: 3 } };
  assert.equal(formatted(before, both), 'interface  a {\n    f: func();\n    g: func();\n}');
});

/** The text after a character was typed before the cursor. */
function typed(drawn: string, character: string): string {
  const { source, document, position } = marked(drawn);
  return TextDocument.applyEdits(document, onTypeFormatting(source, document, position, character, options));
}

test('a brace that is typed lays out its block, a line end the line that it ends', () => {
  assert.equal(
    typed('use  a:b/c;\ninterface  a {\nf:func();\n  }|\n', '}'),
    'use  a:b/c;\ninterface a {\n    f: func();\n}\n',
  );
  assert.equal(
    typed('interface  a {\n  f:func( );\n  |\n}\n', '\n'),
    'interface  a {\n    f: func();\n  \n}\n',
  );
  assert.equal(
    typed('interface a {\n  f:func( );\n|g:func( );\n}\n', '\n'),
    'interface a {\n    f: func();\ng:func( );\n}\n',
  );
  assert.equal(typed('interface  a {\n  f:func( );\n}|}\n', '}'), 'interface  a {\n  f:func( );\n}}\n');
  assert.equal(typed('|', '\n'), '');
});

test('where the file has an error elsewhere, a line that is ended is laid out by itself', () => {
  for (const [line, laidOut] of [
    ['f:func(a:u8)->list < u8 >;', 'f: func(a: u8) -> list<u8>;'],
    ['record  r{a:u8}', 'record r { a: u8 }'],
    ['resource  r{', 'resource r {'],
    ['@since(version=1.0.0)  f:func();', undefined],
    ['open : static func( );  // x', 'open: static func(); // x'],
    ['import  a:b/c @1.0.0 ;  ', 'import a:b/c@1.0.0;'],
    ['use  a . { b ,c };', 'use a.{b, c};'],
    ['a :list<u8>,', 'a: list<u8>,'],
    ['other( u8 ) ,', 'other(u8),'],
    ['f:func(a: ', undefined],
    ['resource r { f:func(); }', undefined],
    ['}', undefined],
    ['', undefined],
    ['// a  comment  ', '// a  comment'],
    ['f:func(); /* goes', undefined],
  ] as const) {
    const file = (each: string): string => `interface  i {\n  ${each}\n|  on */ f: func(\n}`;
    assert.equal(typed(file(line), '\n'), file(laidOut ?? line).replace('|', ''), line);
  }
  const commented = 'interface  i {\n  /*\n  f:func( );\n|  */ f: func(\n}';
  assert.equal(typed(commented, '\n'), commented.replace('|', ''));
  assert.equal(
    typed('resource  r {\n  static  f:func( )->u8\n|  g: func(\n}', '\n'),
    'resource  r {\n  static f: func() -> u8\n  g: func(\n}',
  );
});
