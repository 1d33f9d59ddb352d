import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver-types';
import { tokenModifiers, tokenTypes } from '../lsp/token-legend.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { opened, type Files } from './testing/marked.ts';

/** Each token as `text type modifiers`; the same with the line ends of Windows. */
function tokens(text: string, others: Files = {}, range?: Range): string[] {
  const found = tokensOf(text, others, range);
  assert.deepEqual(tokensOf(text.replaceAll('\n', '\r\n'), others, range), found);
  return found;
}

function tokensOf(text: string, others: Files, range?: Range): string[] {
  const { source, surroundings, document } = opened(text, others);
  const { data } = semanticTokens(source, surroundings, document, range);
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    line += down;
    character = down === 0 ? character + right : right;
    const start = document.offsetAt({ line, character });
    const names = tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    found.push([document.getText().slice(start, start + length), tokenTypes[type], ...names].join(' '));
  }
  return found;
}

test('a component file: every word is what it stands for', () => {
  const text = `package a:b@1.0.0;
/// Docs
@external-id("a b")
@deprecated(version = 1.0.0)
interface x {
  use y.{t as u};
  record r { f: list<u>, g: r2 }
  enum r2 { one }
  resource s { constructor(a: u8); open: static func() -> borrow<s>; } /* two
  lines */
}
world w { import x; export run: async func(); }`;
  assert.deepEqual(tokens(text, { 'y.wit': 'interface y { type t = u8; }' }), [
    'package keyword',
    'a:b namespace declaration',
    '1.0.0 number',
    '/// Docs comment documentation',
    'external-id decorator',
    '"a b" string',
    'deprecated decorator',
    '1.0.0 number',
    'interface keyword',
    'x interface declaration deprecated',
    'use keyword',
    'y interface',
    't type',
    'as keyword',
    'u type declaration',
    'record keyword',
    'r struct declaration',
    'f property declaration',
    'list type defaultLibrary',
    'u type',
    'g property declaration',
    'r2 enum',
    'enum keyword',
    'r2 enum declaration',
    'one enumMember declaration',
    'resource keyword',
    's class declaration',
    'constructor keyword',
    'a parameter declaration',
    'u8 type defaultLibrary',
    'open method declaration static',
    'static keyword',
    'func keyword',
    'borrow type defaultLibrary',
    's class',
    '/* two comment',
    '  lines */ comment',
    'world keyword',
    'w namespace declaration',
    'import keyword',
    'x interface deprecated',
    'export keyword',
    'run function declaration',
    'async keyword',
    'func keyword',
  ]);
});

test('a legacy file has words that are names elsewhere', () => {
  const text =
    'use { e } from types\nresource r {\n  static open: function(a: float32) -> expected<unit, e>\n}';
  assert.deepEqual(tokens(text, { 'types.wit': 'variant e { a }' }), [
    'use keyword',
    'e type',
    'from keyword',
    'types interface',
    'resource keyword',
    'r class declaration',
    'static keyword',
    'open method declaration static',
    'function keyword',
    'a parameter declaration',
    'float32 type defaultLibrary',
    'expected type defaultLibrary',
    'unit type defaultLibrary',
    'e type',
  ]);
  assert.deepEqual(tokens('interface i { type unit = u8; f: func(expected: unit); }').slice(-2), [
    'expected parameter declaration',
    'unit type',
  ]);
});

test('of a range the lines that it touches, and of half-typed text what is there', () => {
  const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 4 } };
  assert.deepEqual(tokens('interface a {\n  type b = u8;\n}\n', {}, range), [
    'type keyword',
    'b type declaration',
    'u8 type defaultLibrary',
  ]);
  assert.deepEqual(tokens('interface %record {\n  f: fu'), [
    'interface keyword',
    '%record interface declaration',
    'f function declaration',
  ]);
  assert.deepEqual(tokens(''), []);
});

test('a comment between the parts of a half-typed name is a comment, and nothing overlaps', () => {
  assert.deepEqual(tokens('package a:b\n:\n/// One\n  r /* two */ ;\n'), [
    'package keyword',
    'a:b namespace declaration',
    ': namespace declaration',
    '/// One comment documentation',
    '  r namespace declaration',
    '/* two */ comment',
  ]);
  assert.deepEqual(tokens('package a:/* one *//* two */b;'), [
    'package keyword',
    'a: namespace declaration',
    '/* one */ comment',
    '/* two */ comment',
    'b namespace declaration',
  ]);
});
