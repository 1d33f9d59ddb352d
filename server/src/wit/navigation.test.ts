import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticTag, DocumentHighlightKind } from 'vscode-languageserver-types';
import type { DocumentSymbol, Location } from 'vscode-languageserver-types';
import { quickFixes } from './code-action.ts';
import { definition } from './definition.ts';
import { diagnostics } from './diagnostics.ts';
import { documentHighlights } from './document-highlight.ts';
import { documentSymbols } from './document-symbol.ts';
import { hover } from './hover.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { marked, opened, sourceOf } from './testing/marked.ts';
import type { Files } from './testing/marked.ts';
import { typeDefinition } from './type-definition.ts';
import type { WitView } from './view.ts';
import { witSymbols } from './workspace-symbol.ts';

const shipped: Files = {
  'kv/package.wit': `package spiderlightning:keyvalue@0.6.0;
/// Keys and values.
interface keyvalue {
  /// An open store.
  @since(version = 0.6.0)
  @deprecated(version = 0.6.0)
  resource keyvalue {
    /// Opens it.
    open: static func(name: string, // whose
      mode: option<u8>) -> result<keyvalue, error>;
  }
  /// Why not.
  variant error { other(tuple<u8, string>), none }
}`,
};

const app = `package app:hello;
use spiderlightning:keyvalue/keyvalue@0.6.0;
interface store {
  use keyvalue.{keyvalue as bucket, error};
  /// Fetches.
  fetch: func(from: bucket, key: key) -> result<list<key>, error>;
  type key = string;
}
world hello {
  import store;
  export run: func(how: u8);
}
`;

/** The value of the hover at the cursor, and what it underlines. */
function hovered(text: string, others: Files = {}): { value: string; over: string } | undefined {
  const { source, surroundings, document, position } = marked(text, others, shipped);
  const found = hover(source, surroundings, document, position);
  if (!found) return undefined;
  assert.ok(!Array.isArray(found.contents) && typeof found.contents === 'object');
  return { value: found.contents.value, over: document.getText(found.range) };
}

/** `app` with the cursor in front of a text. */
function at(before: string, text = app): string {
  assert.ok(text.includes(before), before);
  return text.replace(before, `|${before}`);
}

test('hover shows how a thing is declared, its documentation, its gates and where it is', () => {
  assert.deepEqual(hovered(at('keyvalue as')), {
    value:
      '```wit\nresource keyvalue\n```\n\nAn open store.\n\nSince version 0.6.0.\n\nDeprecated since version 0.6.0.\n\nIn `spiderlightning:keyvalue/keyvalue@0.6.0`.',
    over: 'keyvalue',
  });
  assert.equal(
    hovered(at('fetch'))?.value,
    '```wit\nfetch: func(from: bucket, key: key) -> result<list<key>, error>\n```\n\nFetches.\n\nIn `app:hello/store`.',
  );
  assert.equal(
    hovered(at('error};'))?.value,
    '```wit\nvariant error {\n  other(tuple<u8, string>),\n  none,\n}\n```\n\nWhy not.\n\nIn `spiderlightning:keyvalue/keyvalue@0.6.0`.',
  );
  assert.match(
    hovered(at('bucket, key'))?.value ?? '',
    /use keyvalue\.{keyvalue as bucket, error}[^]*resource keyvalue/,
  );
  assert.match(hovered(at('keyvalue/'))?.value ?? '', /package spiderlightning:keyvalue@0\.6\.0/);
  assert.match(hovered(at('store;'))?.value ?? '', /interface store\n```\n\nIn `app:hello`/);
  assert.equal(hovered(at('how'))?.value, '```wit\nhow: u8\n```\n\nIn `run` of `app:hello/hello`.');
});

test('hover in other places', () => {
  assert.equal(
    hovered('/// What it is for.\npackage a:|b;')?.value,
    '```wit\npackage a:b\n```\n\nWhat it is for.',
  );
  const gate = hovered('package a:b@1.0.0; interface i { @|since(version = 1.0.0) f: func(); }');
  assert.match(gate?.value ?? '', /since.*says with which version/);
  const named = 'package a:b; interface i { @external-id("a/0") f|oo: func(); }';
  assert.match(hovered(named)?.value ?? '', /Outside of WIT it is called `"a\/0"`/);
  assert.match(hovered(named.replace('f|oo', 'foo').replace('id', 'i|d'))?.value ?? '', /name that this has/);
  const types = { 'types.wit': '// Text.\ntype uri = string\n' };
  assert.match(
    hovered('use { u|ri } from types', types)?.value ?? '',
    /type uri = string[^]*Text\.[^]*In `types`/,
  );
  assert.match(
    hovered('resource r { static op|en: func() -> r }')?.value ?? '',
    /wit\nstatic open: func\(\) -> r\n/,
  );
  assert.match(
    hovered('interface i { resource r { op|en: static func(); } }')?.value ?? '',
    /wit\nopen: static func\(\)\n/,
  );
  assert.match(hovered('use { uri } from t|ypes', types)?.value ?? '', /interface `types`/);
  assert.match(hovered('interface i { record r { |%type: u8 } }')?.value ?? '', /%type: u8[^]*In `r` of `i`/);
  assert.equal(hovered('interface i { f: func(x: no|pe); }'), undefined);
  assert.equal(hovered('|'), undefined);
  assert.equal(hovered('interface i { }\r\n|'), undefined);
});

test('of a type with many members the first are shown', () => {
  const cases = Array.from({ length: 15 }, (_, index) => `c${index}`).join(', ');
  assert.match(hovered(`interface i { enum |e { ${cases} } }`)?.value ?? '', /c11,\n {2}\/\/ and 3 more\n}/);
});

function place(found: Location | null | undefined, text: string): string | undefined {
  if (!found) return undefined;
  const document = TextDocument.create(found.uri, 'wit', 1, text);
  return `${found.uri.replace('file:///', '')} ${found.range.start.line}: ${document.getText(found.range)}`;
}

function defined(text: string, others: Files = {}): string | undefined {
  const { source, surroundings, document, position } = marked(text, others, shipped);
  const found = definition(source, surroundings, document, position);
  const { own, deps = [], shipped: ours } = surroundings;
  const target = [...own, ...deps, ...ours].find(({ uri }) => uri === found?.uri);
  return place(found, target?.text ?? '');
}

test('a definition is found in this file, beside it, below deps and in what is shipped', () => {
  assert.equal(defined(at('key>')), 'app/wit/main.wit 6: key');
  assert.equal(defined(at('bucket,')), 'app/wit/main.wit 3: bucket');
  assert.equal(defined(at('error>')), 'slight/kv/package.wit 12: error');
  assert.equal(defined(at('keyvalue@')), 'slight/kv/package.wit 2: keyvalue');
  assert.equal(defined(at('spiderlightning')), 'slight/kv/package.wit 0: spiderlightning:keyvalue');
  assert.equal(defined(at('store;')), 'app/wit/main.wit 2: store');
  const io = { 'deps/io/package.wit': 'package wasi:io@0.2.6;\r\ninterface poll { }' };
  assert.equal(
    defined('package a:b; world w { import wasi:io/po|ll@0.2.6; }', io),
    'app/wit/deps/io/package.wit 1: poll',
  );
  const types = { 'types.wit': '\r\ntype uri = string' };
  assert.equal(defined('use { ur|i } from types', types), 'app/wit/types.wit 1: uri');
  assert.equal(defined('use { uri } from ty|pes', types), 'app/wit/types.wit 0: ');
  assert.equal(defined('interface i { f: func(x: no|pe); }'), undefined);
});

function typed(text: string): readonly string[] {
  const { source, surroundings, document, position } = marked(text, {}, shipped);
  const all = [...surroundings.own, ...surroundings.shipped];
  return typeDefinition(source, surroundings, document, position).map(
    (found) => place(found, all.find(({ uri }) => uri === found.uri)?.text ?? '') ?? '',
  );
}

test('a type definition is that of a parameter, of a result, of what an alias stands for', () => {
  assert.deepEqual(typed(at('key: key')), ['app/wit/main.wit 6: key']);
  assert.deepEqual(typed(at('from')), ['app/wit/main.wit 3: bucket']);
  assert.deepEqual(typed(at('fetch')), ['app/wit/main.wit 6: key', 'slight/kv/package.wit 12: error']);
  assert.deepEqual(typed(at('error>')), ['slight/kv/package.wit 12: error']);
  assert.deepEqual(typed('interface i { type |a = list<b>; type b = u8; }'), ['app/wit/main.wit 0: b']);
  assert.deepEqual(typed(at('how')), []);
});

/** Two files of one package, and a package that sees them below its deps/. */
function workspace(): { readonly views: readonly WitView[]; readonly text: (uri: string) => string } {
  const { source, surroundings } = opened(
    app,
    { 'other.wit': 'interface other { use store.{key}; }' },
    shipped,
  );
  const other = surroundings.own[1];
  assert.ok(other);
  const views = [
    { source, surroundings },
    { source: other, surroundings },
  ];
  return { views, text: (uri) => views.find((view) => view.source.uri === uri)?.source.text ?? '' };
}

test('references are found in every file that names the thing', () => {
  const { views, text } = workspace();
  const { source, surroundings, document, position } = marked(
    at('key = string'),
    { 'other.wit': text('file:///app/wit/other.wit') },
    shipped,
  );
  const find = (declaration: boolean): string[] =>
    references(source, surroundings, document, position, views, declaration).map(
      (found) => place(found, text(found.uri)) ?? '',
    );
  const wanted = ['app/wit/main.wit 5: key', 'app/wit/main.wit 5: key', 'app/wit/other.wit 0: key'];
  assert.deepEqual(find(false), wanted);
  assert.deepEqual(find(true).toSorted(), [...wanted, 'app/wit/main.wit 6: key'].toSorted());
});

function renamed(text: string, to: string, others: Files = {}): Record<string, string> | string {
  const { source, surroundings, document, position } = marked(text, others, shipped);
  const all = surroundings.own.map((each) => ({ source: each, surroundings }));
  const result = rename(source, surroundings, document, position, to, all);
  if ('refusal' in result) return result.refusal;
  return Object.fromEntries(
    Object.entries(result.changes).map(([uri, edits]) => {
      const before = all.find((each) => each.source.uri === uri)?.source.text ?? '';
      return [
        uri.slice(uri.lastIndexOf('/') + 1),
        TextDocument.applyEdits(TextDocument.create(uri, 'wit', 1, before), [...edits]),
      ];
    }),
  );
}

test('a rename changes the name wherever it stands', () => {
  const other = { 'other.wit': 'interface other { use st|ore.{key as k}; type key = u8; }'.replace('|', '') };
  const all = renamed(at('key = string'), 'id', other);
  assert.ok(typeof all === 'object');
  assert.match(
    all['main.wit'] ?? '',
    /from: bucket, key: id\) -> result<list<id>, error>;\n {2}type id = string/,
  );
  assert.equal(all['other.wit'], 'interface other { use store.{id as k}; type key = u8; }');
  assert.deepEqual(renamed('interface a { use |b.{t}; } interface b { type t = u8; }', 'c'), {
    'main.wit': 'interface a { use c.{t}; } interface c { type t = u8; }',
  });
  assert.deepEqual(renamed('package |a:b@1.0.0;', 'c:d', { 'x.wit': 'package a:b@1.0.0;' }), {
    'main.wit': 'package c:d@1.0.0;',
    'x.wit': 'package c:d@1.0.0;',
  });
  assert.deepEqual(
    renamed('use { u|ri } from types\nf: func(x: uri)', 'type', { 'types.wit': 'type uri = string' }),
    {
      'main.wit': 'use { type } from types\nf: func(x: type)',
      'types.wit': 'type type = string',
    },
  );
});

test('a keyword gets its %, and loses it', () => {
  assert.deepEqual(renamed('interface i { type |t = u8; f: func() -> t; }', 'list'), {
    'main.wit': 'interface i { type %list = u8; f: func() -> %list; }',
  });
  assert.deepEqual(renamed('interface i { type |%list = u8; f: func() -> %list; }', '%t'), {
    'main.wit': 'interface i { type t = u8; f: func() -> t; }',
  });
});

test('a rename is refused where it would make something wrong', () => {
  const one = 'interface i { type |t = u8; type u = t; }';
  assert.match(renamed(one, 'T_x') as string, /`T_x` is not a name/);
  assert.match(renamed(one, '') as string, /is not a name/);
  assert.match(renamed(one, 'u') as string, /^`u` cannot be the name: the name `u` is taken here already/);
  assert.match(
    renamed('interface i { f: func(|a: u8, b: u8); }', 'b') as string,
    /taken in the parameters of `f`/,
  );
  assert.match(
    renamed('interface |i { }', 'j', { 'j.wit': 'interface j { }' }) as string,
    /`j.wit` has an interface/,
  );
  assert.match(renamed(at('error};'), 'e') as string, /of another package/);
  assert.match(
    renamed('use { a } from |b', 'c', { 'b.wit': 'type a = u8' }) as string,
    /the name of its file/,
  );
  assert.match(
    renamed('interface i { resource r { |constructor(); } }', 'c') as string,
    /no name of its own/,
  );
  assert.match(renamed('package |a:b;', 'c') as string, /`namespace:name`/);
  assert.match(renamed('interface i |{ }', 'c') as string, /Nothing here has a name/);
});

test('what can be renamed is the name without its %', () => {
  const prepared = (text: string): unknown => {
    const { source, surroundings, document, position } = marked(text, {}, shipped);
    const found = prepareRename(source, surroundings, document, position);
    return found && 'range' in found ? [document.getText(found.range), found.placeholder] : found;
  };
  assert.deepEqual(prepared('interface i { type %li|st = u8; }'), ['%list', 'list']);
  assert.equal(prepared('inter|face i { }'), null);
  assert.equal(prepared('interface i { f: func(x: no|pe); }'), null);
  assert.match(JSON.stringify(prepared(at('error};'))), /refusal/);
});

test('highlights are the places in this file, the definition as written', () => {
  const { source, surroundings, document, position } = marked(at('key>'), {}, shipped);
  const found = documentHighlights(source, surroundings, document, position);
  const { Read, Write } = DocumentHighlightKind;
  assert.deepEqual(
    found.map(({ range, kind }) => [document.getText(range), range.start.line, kind]),
    [
      ['key', 5, Read],
      ['key', 5, Read],
      ['key', 6, Write],
    ],
  );
});

test('the outline has what a file declares, in its order', () => {
  const outline = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
    symbols.flatMap(({ name, detail, children = [] }) => [
      `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` (${detail})`}`,
      ...outline(children, depth + 1),
    ]);
  assert.deepEqual(outline(documentSymbols(opened(app).source)), [
    'app:hello',
    'store',
    '  fetch',
    '  key (string)',
    'hello',
    '  store (import)',
    '  run (export)',
  ]);
  assert.deepEqual(
    outline(
      documentSymbols(
        sourceOf('x.wit', 'resource r {\r\n  static open: func() -> r\r\n}\r\nrecord s { a: u8 }'),
      ),
    ),
    ['r (resource)', '  open', 's (record)', '  a (u8)'],
  );
  assert.deepEqual(documentSymbols(sourceOf('x.wit', '')), []);
  const within = (symbols: readonly DocumentSymbol[]): void => {
    for (const { range, selectionRange, children = [] } of symbols) {
      assert.ok(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line);
      within(children);
    }
  };
  within(documentSymbols(opened(app).source));
});

test('the symbols of a workspace say what they are in', () => {
  const shown = (text: string): string[] =>
    witSymbols(sourceOf('x.wit', text)).map(({ name, containerName }) => `${containerName ?? ''} ${name}`);
  assert.deepEqual(shown(app), [
    'app:hello store',
    'store fetch',
    'store key',
    'app:hello hello',
    'hello run',
  ]);
  assert.deepEqual(shown('resource r { open: func() }'), ['x r', 'r open']);
});

test('problems are told with their ranges, and an unused name is faded', () => {
  const { source, surroundings, document } = opened(
    'package a:b;\ninterface s { type t = u8; }\ninterface i { use s.{t}; f: func(x: nope); }\n',
  );
  const found = diagnostics(source, surroundings, document);
  assert.deepEqual(
    found.map(({ code, range, tags }) => [code, document.getText(range), tags]),
    [
      ['unused-use', 't', [DiagnosticTag.Unnecessary]],
      ['unknown-type', 'nope', undefined],
    ],
  );
});

test('a quick fix is offered where its problem is', () => {
  const { source, surroundings, document } = opened('package a:b;\ninterface i { f: func(x: strin) }');
  const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const fixes = quickFixes(source, surroundings, document, whole);
  assert.deepEqual(
    fixes.map(({ title }) => title),
    ['Insert `;`'],
  );
  const [change] = fixes.flatMap(({ edit }) => edit?.changes?.[source.uri] ?? []);
  assert.ok(change);
  assert.match(TextDocument.applyEdits(document, [change]), /strin\); }$/);
  const first = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
  assert.deepEqual(quickFixes(source, surroundings, document, first), []);
});
