import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CompletionItemTag, type CompletionItem } from 'vscode-languageserver-types';
import { completion } from './completion.ts';
import { marked, opened, type Files } from './testing/marked.ts';

function complete(text: string, others: Files = {}, snippets = true, trigger?: string): CompletionItem[] {
  const { source, surroundings, document, position } = marked(text, others, shipped);
  return completion(source, surroundings, document, position, { snippets, trigger });
}

/** The labels at the cursor; the same where the line ends are those of Windows. */
function labels(text: string, others: Files = {}): string[] {
  const found = complete(text, others).map(({ label }) => label);
  const windows = complete(text.replaceAll('\n', '\r\n'), others).map(({ label }) => label);
  assert.deepEqual(windows, found);
  return found;
}

/** The text once the proposal of that label is taken. */
function taken(text: string, label: string, others: Files = {}, snippets = true): string {
  const { document } = marked(text, others, shipped);
  const item = complete(text, others, snippets).find((each) => each.label === label);
  assert.ok(item?.textEdit && 'range' in item.textEdit, `${label} is not proposed in ${text}`);
  return TextDocument.applyEdits(document, [item.textEdit]);
}

function assertHas(found: readonly string[], ...wanted: readonly string[]): void {
  for (const each of wanted) assert.ok(found.includes(each), `${each} is not in ${found.join(' ')}`);
}

function assertHasNot(found: readonly string[], ...unwanted: readonly string[]): void {
  for (const each of unwanted) assert.ok(!found.includes(each), `${each} is in ${found.join(' ')}`);
}

const shipped: Files = {
  'kv/package.wit':
    'package spiderlightning:keyvalue@0.6.0; /// Keys.\ninterface keyvalue { resource keyvalue; } world imports { import keyvalue; }',
  'clocks/package.wit': 'package wasi:clocks@0.2.3; interface wall-clock { } world imports { }',
  'clocks-0.3/package.wit': 'package wasi:clocks@0.3.0; interface system-clock { } world imports { }',
};

const store = `package app:hello@1.2.0;
/// A store.
interface store {
  /// Why not.
  variant error { other(string) }
  resource bucket { get: func() -> string; }
  type handle = bucket;
  @deprecated(version = 1.1.0)
  type old = u8;
  open: func() -> bucket;
}
world small { import store; export run: func(); }
`;

const io = `package wasi:io@0.2.6;
interface streams { resource input-stream; enum kind { a } }
world imports { import streams; }`;

const others: Files = { 'store.wit': store, 'deps/io/package.wit': io };

test('a file begins with its package, then come interfaces, worlds and uses', () => {
  const start = labels('|');
  assert.deepEqual(start.slice(0, 4), ['package', 'interface', 'world', 'use']);
  assertHasNot(start, 'record', 'import', 'func');
  assertHasNot(labels('package a:b;\n|'), 'package');
  assert.deepEqual(labels('package |', others), ['app:hello@1.2.0']);
  assertHas(labels('package a:b;\n\ninterface a {}\nwo|'), 'world', '@since');
});

test('what an interface, a world, a resource and a package in braces may have', () => {
  const inInterface = labels('interface a {\n  |\n}');
  assertHas(inInterface, 'func', 'type', 'record', 'variant', 'enum', 'flags', 'resource', 'use', '@since');
  assertHasNot(inInterface, 'import', 'interface', 'constructor');
  const inWorld = labels('world a {\n  import x;\n  |\n}');
  assertHas(inWorld, 'import', 'export', 'include', 'use', 'type', 'record');
  assertHasNot(inWorld, 'func');
  const inResource = labels('interface a {\n  resource r {\n    |\n  }\n}');
  assertHas(inResource, 'func', 'static func', 'constructor');
  assertHasNot(inResource, 'record', 'use');
  assertHas(labels('package a:b {\n  |\n}'), 'interface', 'world', 'use');
  assertHas(labels('world w {\n  import x: interface {\n    |\n  }\n}'), 'func', 'record');
});

test('where nothing is closed or ended, the statement at hand is found all the same', () => {
  assertHas(labels('interface a {\n  f: func(a: u32\n  |'), 'record');
  assertHas(labels('interface a {\n  type x = list<u8\n  re|'), 'record');
  assertHas(labels('interface a {\n  f: func() -> u32\n  |\n  g: func();\n}'), 'record');
  assertHas(labels('interface a {\n  f: func(\n  g: func(a: |'), 'string');
  assertHas(labels('interface a {\n  record r { a: u8\n}\nworld w {\n  |'), 'record');
  assert.deepEqual(labels('interface a {\n  f: func(a: u8\n  g: |'), ['func', 'async func']);
  assertHas(labels('interface a {\n  f: func() -> u8\n  @since(version = 1.0.0)\n  |'), 'record');
  assert.deepEqual(labels('interface a {\n  f: func() -> u8\n  @|'), [
    'since',
    'unstable',
    'deprecated',
    'external-id',
  ]);
  assertHas(labels('interface a {\n  f: func() -> |\n  g: func();\n}'), 'string');
  assertHas(labels('interface a {\n  f: func() -> result<|\n  g: func();\n}'), 'string', '_');
});

test('nothing is proposed in a comment, behind what is whole, or where a name is given', () => {
  for (const text of [
    'interface a { // |',
    'interface a { /* | */ }',
    '/// |',
    'interface |',
    'interface a { record | }',
    'interface a { record r { | } }',
    'interface a { enum e { a, | } }',
    'interface a { f: func(|) }',
    'interface a { f: func(a: u8, |) }',
    'interface a { type | = u8; }',
    'interface a { type x = u8 | }',
    'interface a { type x = list<u8, |>; }',
    'interface a { f: func() | }',
    'use a:b/c as |',
    'interface a { use b.{c as |}; }',
  ]) {
    assert.deepEqual(labels(text), [], text);
  }
});

test('a type is not proposed where it is declared itself', () => {
  const rest = '  type u = u8;\n  resource r { f: func(a: u8); }\n}';
  for (const [declared, text] of [
    ['t', `interface a {\n  type t = |;\n${rest}`],
    ['t', `interface a {\n  type t = list<option<|>>;\n${rest}`],
    ['t', `interface a {\n  record t { x: | }\n${rest}`],
    ['t', `interface a {\n  variant t { x(|) }\n${rest}`],
    ['%list', `interface a {\n  record %list { y: u8, x: list<|> }\n${rest}`],
  ] as const) {
    assertHas(labels(text), 'u', 'r', 'map', 'error-context');
    assertHasNot(labels(text), declared);
  }
  assertHas(labels('interface a { resource r { f: func(a: |); } }'), 'r');
  assertHas(labels('interface a { type t = u8; f: func(a: |); }'), 't');
  assertHasNot(labels('f: func(a: |)\ntype t = u8'), 'map', 'error-context');
});

const scope = `interface a {
  use store.{bucket, error as failure};
  /// Mine.
  record %record { x: u8 }
  type alias = bucket;
  f: func(HERE);
}`;

test('types are the own ones, the used ones and those of the language', () => {
  for (const place of ['a: |', 'a: list<|>', 'a: u8, b: string|', 'a: result<u8, |>', 'a: tuple<u8, |']) {
    const found = labels(scope.replace('HERE', place), others);
    assert.deepEqual(
      found.filter((label) => label === 'bucket' || label === 'failure'),
      ['bucket', 'failure'],
      place,
    );
    assertHas(found, '%record', 'string', 'u8', 'list', 'option', 'result', 'borrow');
    assertHasNot(found, 'error', 'f', 'unit', 'expected', '_');
  }
  assertHas(labels('interface a { type t = u8; record r { x: | } }'), 'string', 't');
  assertHas(labels('interface a { type t = u8; variant v { x(|) } }'), 'string', 't');
  assertHas(labels('interface a { type t = | }'), 'string');
  assertHas(labels('world w { use store.{bucket}; export f: func(a: |', others), 'string', 'bucket');
  assertHas(labels('world w { import x: interface { type t = u8; f: func() -> | } }'), 't');
  assertHas(labels('interface i { resource r { constructor(a: |', others), 'r');
  assertHas(labels(scope.replace('HERE', 'a: result<|'), others), '_', 'bucket');
});

test('a handle is of a resource, by whatever name', () => {
  assert.deepEqual(labels(scope.replace('HERE', 'a: borrow<|>'), others), ['bucket', 'alias']);
  assert.deepEqual(labels(scope.replace('HERE', 'a: own<bu|'), others), ['bucket', 'alias']);
});

test('a type says what it is, where from, and what its documentation says', () => {
  const items = complete(scope.replace('HERE', 'a: |'), others);
  const of = (label: string) => items.find((item) => item.label === label);
  assert.equal(of('bucket')?.detail, 'resource of store');
  assert.equal(of('%record')?.detail, 'record');
  assert.deepEqual(of('%record')?.documentation, { kind: 'markdown', value: 'Mine.' });
  assert.deepEqual(of('failure')?.documentation, { kind: 'markdown', value: 'Why not.' });
  const old = complete('interface a { use store.{|} }', others).find(({ label }) => label === 'old');
  assert.deepEqual(old?.tags, [CompletionItemTag.Deprecated]);
});

test('use, import and export lead to interfaces, include to worlds', () => {
  const used = labels('interface a {\n  use |\n}', others);
  assert.deepEqual(used.slice(0, 3), [
    'store',
    'wasi:io/streams@0.2.6',
    'spiderlightning:keyvalue/keyvalue@0.6.0',
  ]);
  assertHas(used, 'wasi:clocks/wall-clock@0.2.3');
  assertHasNot(used, 'wasi:clocks/imports@0.2.3', 'a', 'small');
  assert.deepEqual(labels('world w {\n  import |\n}', others), used);
  assert.deepEqual(labels('world w {\n  export wasi:|\n}', others), used);
  assert.deepEqual(labels('world w {\n  import wasi:io/str|;\n}', others), used);
  const outside = labels('use |', others);
  assertHas(outside, 'wasi:io/streams@0.2.6');
  assertHasNot(outside, 'store');
  const included = labels('world w {\n  include |\n}', others);
  assertHas(included, 'small', 'wasi:io/imports@0.2.6', 'wasi:clocks/imports@0.2.3');
  assertHasNot(included, 'store', 'w');
});

test('a path is replaced whole, and what belongs behind it is put there', () => {
  assert.equal(
    taken('world w {\n  import wasi:io/st|\n}', 'wasi:io/streams@0.2.6', others),
    'world w {\n  import wasi:io/streams@0.2.6;\n}',
  );
  assert.equal(
    taken('interface a {\n  use sto|\n}', 'store', others),
    'interface a {\n  use store.{$1\\};\n}',
  );
  assert.equal(
    taken('interface a {\n  use sto|\n}', 'store', others, false),
    'interface a {\n  use store\n}',
  );
  assert.equal(taken('interface a { use s|tore.{x}; }', 'store', others), 'interface a { use store.{x}; }');
});

test('the names of an interface, but for those that are there', () => {
  assert.deepEqual(labels('interface a { use store.{|}; }', others), ['error', 'bucket', 'handle', 'old']);
  assert.deepEqual(labels('interface a { use store.{bucket, |, old as error}; }', others), [
    'error',
    'handle',
  ]);
  assert.deepEqual(labels('interface a { use store.{buc|', others), ['error', 'bucket', 'handle', 'old']);
  assert.deepEqual(labels('interface a { use wasi:io/streams@0.2.6.{|', others), ['input-stream', 'kind']);
  assert.deepEqual(labels('interface a { use store.{bucket |', others), ['as']);
  assert.deepEqual(labels('interface a { use nowhere.{|', others), []);
  assert.equal(
    taken('interface a {\n  use store.|\n}', 'bucket', others, false),
    'interface a {\n  use store.{bucket}\n}',
  );
});

test('the names of a world that are included otherwise', () => {
  assert.deepEqual(labels('world w { include small with { | } }', others), ['run']);
  assert.deepEqual(labels('world w { include small with { run | } }', others), ['as']);
  assert.deepEqual(labels('world w { include small | }', others), ['with']);
  assert.deepEqual(labels('use wasi:io/streams@0.2.6 |', others), ['as']);
});

test('the versions of a package', () => {
  assert.deepEqual(labels('world w { import wasi:io/streams@| }', others), ['0.2.6']);
  assert.deepEqual(labels('interface a { use wasi:io/streams@0.2.| }', others), ['0.2.6']);
  const known = ['0.2.3', '0.3.0', '0.2.2', '0.2.1', '0.2.0'];
  assert.deepEqual(labels('world w { import wasi:clocks/wall-clock@0| }', others), known);
  assert.deepEqual(labels('world w { import wasi:nothing/types@0| }', others), []);
  assert.equal(
    taken('world w { import wasi:io/streams@0.2.| }', '0.2.6', others),
    'world w { import wasi:io/streams@0.2.6 }',
  );
});

test('what a name in an interface, a resource or a world stands for', () => {
  assert.deepEqual(labels('interface a { f: | }'), ['func', 'async func']);
  assert.deepEqual(labels('interface a { resource r { f: | } }'), ['func', 'static func', 'async func']);
  assert.deepEqual(labels('interface a { resource r { f: static | } }'), ['func', 'async func']);
  assert.deepEqual(labels('interface a { resource r { f: static async | } }'), ['func']);
  assertHas(labels('world w { import f: | }', others), 'func', 'interface', 'store', 'wasi:io/streams@0.2.6');
  assert.equal(taken('interface a {\n  f: fu|\n}', 'func'), 'interface a {\n  f: func($1);\n}');
});

test('gates, and the version of the package in them', () => {
  const own = { 'other.wit': 'package a:b@3.1.0;' };
  assert.deepEqual(labels('interface a { @| }'), ['since', 'unstable', 'deprecated', 'external-id']);
  assert.deepEqual(labels('interface a { enum e { @si| } }'), [
    'since',
    'unstable',
    'deprecated',
    'external-id',
  ]);
  assert.deepEqual(labels('interface a { @unstable(|) }'), ['feature']);
  assert.deepEqual(labels('interface a { @since(|) }'), ['version']);
  assert.deepEqual(labels('interface a { @external-id(|) }'), []);
  assert.deepEqual(labels('interface a { @external-id("f|") }'), []);
  assert.deepEqual(labels('interface a { @since(version = |) }', own), ['3.1.0']);
  assert.equal(
    taken('interface a {\n  @since|\n}', 'since', own),
    'interface a {\n  @since(version = ${1:3.1.0})\n}',
  );
  assertHas(labels('interface a {\n  @since(version = 1.0.0)\n  |\n}'), 'record');
});

test('a legacy file has its own words', () => {
  const legacy: Files = { 'types.wit': 'variant error { a }\nresource res\ntype payload = list<u8>\n' };
  const start = labels('use { error } from types\n\n|', legacy);
  assertHas(start, 'resource', 'func', 'union', 'type', 'record');
  assertHasNot(start, 'interface', 'package', '@since');
  assert.deepEqual(labels('use { error } from |', legacy), ['types']);
  assert.deepEqual(labels('use * from |\n\nf: func()', legacy), ['types']);
  assert.deepEqual(labels('use { error } | \nf: func()', legacy), ['from']);
  assert.deepEqual(labels('use { error, | } from types', legacy), ['res', 'payload']);
  const types = labels(
    'use { error } from types\nf: func(a: string) -> expected<unit, |>\ng: func()',
    legacy,
  );
  assertHas(types, 'error', 'string', 'unit', 'expected', 'float32');
  assertHasNot(types, 'result', 'borrow', 'payload');
  assertHas(
    labels('use * from types\nresource r {\n  static open: func(a: |)\n}', legacy),
    'payload',
    'res',
    'r',
  );
  assertHas(labels('resource r {\n  open: func()\n  |\n}', legacy), 'func', 'static');
  assert.deepEqual(labels('f: func()\ng: |', legacy), ['func']);
});

test('what is put in has placeholders where the client fills them in, and fits what is there', () => {
  assert.equal(
    taken('interface a {\n  rec|\n}', 'record'),
    'interface a {\n  record ${1:name} {\n\t${2:field}: ${3:string},\n\\}\n}',
  );
  assert.equal(taken('interface a {\n  rec|\n}', 'record', {}, false), 'interface a {\n  record\n}');
  assert.equal(taken('interface a { rec| x }', 'record'), 'interface a { record x }');
  assert.equal(taken('interface a { f: func(a: li|) }', 'list'), 'interface a { f: func(a: list<${1:u8}>) }');
  assert.equal(taken('interface a { f: func(a: li|<u8>) }', 'list'), 'interface a { f: func(a: list<u8>) }');
});

test('a blank that is typed opens no list of statements', () => {
  assert.deepEqual(complete('interface a {\n  |\n}', {}, true, ' '), []);
  assert.ok(complete('interface a {\n  use |\n}', others, true, ' ').length > 0);
});

test('at every place of every file of the project something is answered, and of one line', () => {
  const root = path.join(import.meta.dirname, '../../../wit');
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.wit')) continue;
    const text = readFileSync(path.join(root, name), 'utf8');
    for (let offset = 0; offset <= text.length; offset += 7) {
      // what follows is not typed yet
      const { source, surroundings, document } = opened(text.slice(0, offset), others, shipped);
      const position = document.positionAt(offset);
      for (const { textEdit } of completion(source, surroundings, document, position, { snippets: true })) {
        assert.ok(textEdit && 'range' in textEdit);
        assert.equal(textEdit.range.start.line, position.line);
        assert.deepEqual(textEdit.range.end, position);
      }
    }
  }
});
