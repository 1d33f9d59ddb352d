import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import type { Item, Type } from './tree.ts';

/** The tree as one line, so that a test reads as the text that it parses. */
function show(item: Item): string {
  const gates = item.gates
    .map(
      ({ name, arguments: args }) =>
        `@${name.value}(${args.map((a) => `${a.key.value}=${a.value.value}`).join()}) `,
    )
    .join('');
  const block = (items: readonly Item[]) => `{ ${items.map(show).join('; ')} }`;
  const uses = (names: readonly { name: { value: string }; as?: { value: string } }[]) =>
    names.map(({ name, as }) => name.value + (as ? ` as ${as.value}` : '')).join(', ');
  return gates + body();

  function body(): string {
    switch (item.kind) {
      case 'package':
        return `package ${item.name.namespace.value}:${item.name.name.value} ${block(item.items)}`;
      case 'interface':
      case 'world':
        return `${item.kind} ${item.name.value} ${block(item.items)}`;
      case 'top-use':
        return `use ${path(item.path)}${item.as ? ` as ${item.as.value}` : ''}`;
      case 'use':
        return `use ${path(item.from)}.{${item.names === '*' ? '*' : uses(item.names)}}`;
      case 'import':
      case 'export': {
        const name = item.name ? `${item.name.value}: ` : '';
        const { target } = item;
        const what =
          target.kind === 'path'
            ? path(target.path)
            : target.kind === 'func'
              ? func(target.type)
              : block(target.items);
        return `${item.kind} ${name}${what}`;
      }
      case 'include':
        return `include ${path(item.path)}${item.with.length ? ` with { ${uses(item.with)} }` : ''}`;
      case 'func':
        return `${item.role} ${item.name.value}${func(item.type)}`;
      case 'alias':
        return `type ${item.name.value} = ${type(item.type)}`;
      case 'record':
        return `record ${item.name.value} { ${item.fields.map((f) => `${f.name.value}: ${type(f.type)}`).join(', ')} }`;
      case 'variant':
        return `variant ${item.name.value} { ${item.cases.map((c) => c.name.value + (c.type ? `(${type(c.type)})` : '')).join(', ')} }`;
      case 'enum':
        return `enum ${item.name.value} { ${item.cases.map((c) => c.name.value).join(', ')} }`;
      case 'flags':
        return `flags ${item.name.value} { ${item.flags.map((c) => c.name.value).join(', ')} }`;
      case 'union':
        return `union ${item.name.value} { ${item.cases.map(type).join(', ')} }`;
      case 'resource':
        return `resource ${item.name.value} ${block(item.functions)}`;
    }
  }
}

function path(p: {
  namespace?: { value: string };
  package?: { value: string };
  name: { value: string };
  version?: { value: string };
}): string {
  const of = p.namespace && p.package ? `${p.namespace.value}:${p.package.value}/` : '';
  return of + p.name.value + (p.version ? `@${p.version.value}` : '');
}

function func(f: Extract<Item, { kind: 'func' }>['type']): string {
  const params = (list: typeof f.params) =>
    `(${list.map((p) => `${p.name.value}: ${type(p.type)}`).join(', ')})`;
  const result = f.result ? ` -> ${type(f.result)}` : f.namedResults ? ` -> ${params(f.namedResults)}` : '';
  return `${f.async ? ' async' : ''}${params(f.params)}${result}`;
}

function type(t: Type | undefined): string {
  switch (t?.kind) {
    case undefined:
      return '_';
    case 'primitive':
      return t.name;
    case 'name':
      return `'${t.name.value}`;
    case 'list':
      return `list<${type(t.element)}${t.length === undefined ? '' : `, ${t.length}`}>`;
    case 'map':
      return `map<${type(t.key)}, ${type(t.value)}>`;
    case 'option':
      return `option<${type(t.some)}>`;
    case 'result':
      return `result<${type(t.ok)}, ${type(t.err)}>`;
    case 'tuple':
      return `tuple<${t.items.map(type).join(', ')}>`;
    case 'own':
    case 'borrow':
      return `${t.kind}<${t.resource.value}>`;
    case 'stream':
    case 'future':
      return `${t.kind}<${type(t.element)}>`;
    case 'missing':
      return '?';
  }
}

function shown(text: string): string[] {
  const { errors, items } = parse(text);
  assert.deepEqual(errors, []);
  return items.map(show);
}

/** What is in an interface, or, where there is none, the text as it stands. */
const component: readonly (readonly [text: string, want: string])[] = [
  ['use wasi:io/streams@0.2.0 as s;', 'use wasi:io/streams@0.2.0 as s'],
  ['interface i { use store.{bucket, error as e}; }', 'interface i { use store.{bucket, error as e} }'],
  [
    'interface i { use wasi:io/poll@0.2.0-rc-2023-11-10.{pollable}; }',
    'interface i { use wasi:io/poll@0.2.0-rc-2023-11-10.{pollable} }',
  ],
  ['interface i { type a = list<list<u8, 4>>; }', 'interface i { type a = list<list<u8, 4>> }'],
  ['interface i { type a = map<string, own<r>>; }', 'interface i { type a = map<string, own<r>> }'],
  [
    'interface i { type a = result; type b = result<_, e>; }',
    "interface i { type a = result<_, _>; type b = result<_, 'e> }",
  ],
  [
    'interface i { type a = result<u8>; type b = option<borrow<r>>; }',
    'interface i { type a = result<u8, _>; type b = option<borrow<r>> }',
  ],
  [
    'interface i { type a = stream; type b = stream<u8>; type c = future<result<_, e>>; }',
    "interface i { type a = stream<_>; type b = stream<u8>; type c = future<result<_, 'e>> }",
  ],
  [
    'interface i { type a = tuple<u8, f64, error-context>; }',
    'interface i { type a = tuple<u8, f64, error-context> }',
  ],
  ['interface i { record r { a-b: u8, c: string, } }', 'interface i { record r { a-b: u8, c: string } }'],
  [
    'interface i { variant v { a(u8), b } enum e { x, y } flags f { p, q, } }',
    'interface i { variant v { a(u8), b }; enum e { x, y }; flags f { p, q } }',
  ],
  ['interface i { resource r; }', 'interface i { resource r {  } }'],
  [
    'interface i { resource r { constructor(a: u8); get: func() -> u8; open: static async func(n: string) -> result<r>; } }',
    "interface i { resource r { constructor constructor(a: u8); method get() -> u8; static open async(n: string) -> result<'r, _> } }",
  ],
  [
    'interface i { resource r { constructor(a: u8) -> result<r>; %static: func(); } }',
    "interface i { resource r { constructor constructor(a: u8) -> result<'r, _>; method static() } }",
  ],
  [
    'interface i { f: async func(a: u8, b: stream<u8>); }',
    'interface i { free f async(a: u8, b: stream<u8>) }',
  ],
  ['interface i { f: func() -> (a: u8, b: string); }', 'interface i { free f() -> (a: u8, b: string) }'],
  [
    'interface i { %record: func(%list: %string); %use: func(); }',
    "interface i { free record(list: 'string); free use() }",
  ],
  [
    'interface i { @since(version = 0.2.0) @deprecated(version = 0.2.2) f: func(); @unstable(feature = x-y) type t = u8; }',
    'interface i { @since(version=0.2.0) @deprecated(version=0.2.2) free f(); @unstable(feature=x-y) type t = u8 }',
  ],
  ['package a:b { interface c { } }', 'package a:b { interface c {  } }'],
  [
    'world w { import a; import b:c/d@1.0.0; export run: func() -> result; import x: interface { f: func(); } }',
    'world w { import a; import b:c/d@1.0.0; export run: () -> result<_, _>; import x: { free f() } }',
  ],
  [
    'world w { include a:b/c@0.1.0 with { x as y, z as q } use i.{t}; type u = t; }',
    "world w { include a:b/c@0.1.0 with { x as y, z as q }; use i.{t}; type u = 't }",
  ],
  [
    'world w { import named: b:c/d; import n: local; import a:b:c/d; }',
    'world w { import named: b:c/d; import n: local; import a:b:c/d }',
  ],
];

for (const [text, want] of component) {
  test(`component: ${text}`, () => assert.deepEqual(shown(text), [want]));
}

const legacy: readonly (readonly [text: string, want: readonly string[]])[] = [
  ['use { a, b as c } from d', ['use d.{a, b as c}']],
  ['use * from types', ['use types.{*}']],
  ['type payload = list<u8>', ['type payload = list<u8>']],
  [
    'resource kv { static open: func(name: string) -> expected<kv, error>\n get: func(key: string) -> expected<unit, error> }',
    [
      "resource kv { static open(name: string) -> result<'kv, 'error>; method get(key: string) -> result<_, 'error> }",
    ],
  ],
  ['resource statement\nrecord r { a: u8 }', ['resource statement {  }', 'record r { a: u8 }']],
  ['union u { string, float32 }', ['union u { string, f32 }']],
  [
    'f: function(a: unit)\n\ng: async func() -> stream<u8, unit>',
    ['free f(a: unit)', 'free g async() -> stream<u8>'],
  ],
  ['variant v { a(expected<option<u8>, string>), b }', ['variant v { a(result<option<u8>, string>), b }']],
];

for (const [text, want] of legacy) {
  test(`legacy: ${text}`, () => {
    assert.equal(parse(text).syntax, 'legacy');
    assert.deepEqual(shown(text), want);
  });
}

test('a file names its package, with a version', () => {
  const { package: name, errors } = parse('// head\npackage wasi:keyvalue@0.2.0-draft2;\nworld w { }');
  assert.deepEqual(errors, []);
  assert.equal(name?.namespace.value, 'wasi');
  assert.equal(name.name.value, 'keyvalue');
  assert.equal(name.version?.value, '0.2.0-draft2');
});

test('documentation belongs to what follows it', () => {
  const text = `
/// A store.
///
///  Indented.
interface store {
  get: func(); // not of set
  /** Sets
   *  a value. */
  @since(version = 1.0.0)
  set: func();
  // no documentation
  delete: func();
  variant error {
    /// Gone.
    gone,
  }
}`;
  const { items, comments } = parse(text);
  const [store] = items;
  assert.ok(store?.kind === 'interface');
  assert.equal(store.docs, 'A store.\n\n Indented.');
  assert.deepEqual(
    store.items.map(({ docs }) => docs),
    [undefined, 'Sets\n a value.', undefined, undefined],
  );
  const error = store.items[3];
  assert.ok(error?.kind === 'variant');
  assert.equal(error.cases[0]?.docs, 'Gone.');
  assert.equal(comments.length, 7);
});

test('in a legacy file a plain comment documents, too', () => {
  const { items } = parse('// opens\nresource kv {\n  // reads\n  get: func()\n}');
  const [kv] = items;
  assert.ok(kv?.kind === 'resource');
  assert.equal(kv.docs, 'opens');
  assert.equal(kv.functions[0]?.docs, 'reads');
});

test('comments nest', () => {
  assert.deepEqual(shown('/* a /* b */ c */ interface i { }'), ['interface i {  }']);
});

test('the syntax is told by the first thing that only one of them has', () => {
  assert.equal(parse('').syntax, 'component');
  assert.equal(parse('use a:b/c;').syntax, 'component');
  assert.equal(parse('use * from a').syntax, 'legacy');
  assert.equal(parse('request: func()').syntax, 'legacy');
  assert.equal(parse('interface i { resource x; }').syntax, 'component');
  assert.equal(parse('record r { a: u8 }', { syntax: 'component' }).syntax, 'component');
});
