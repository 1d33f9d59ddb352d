import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';

/** Each line: what is written, with `⟦…⟧` around what is underlined, what is said of it, and how many items are understood. */
const broken: readonly (readonly [marked: string, messages: readonly RegExp[], items: number])[] = [
  ['interface i { f: func()⟦⟧ }', [/`;` is missing: `}` is here/], 1],
  ['interface i { f: func()⟦⟧ g: func(); }', [/`;` is missing: `g` is here/], 2],
  ['interface i { type t =⟦⟧; g: func(); }', [/type of `t` is missing: `;` is here/], 2],
  ['interface i { type t = list<u8⟦⟧; g: func(); }', [/A type is not closed/], 2],
  ['interface i { f: func(a⟦⟧); g: func(); }', [/A parameter has a type/], 2],
  ['interface i { f: func(a: u8⟦⟧; g: func(); }', [/parameters are not closed/], 2],
  ['interface i { ⟦hello⟧ world; g: func(); }', [/stands in an interface, not `hello`/], 1],
  ['interface i { record r { a: u8⟦⟧ b: u16, c: u32 } }', [/`,` is missing: `b` is here/], 1],
  ['interface i { record r { ⟦7⟧, b: u16 } }', [/names as members, not `7`/], 1],
  ['interface i { enum e { ⟦aB⟧, c_d } }', [/`aB` is not a name/, /`c_d` is not a name/], 1],
  ['interface i { resource r { ⟦static⟧ open: func(); } }', [/`name: static func/], 1],
  ['interface i { type t = ⟦expected⟧<u8, u8>; }', [/Write `result`/], 1],
  ['interface i { type t = ⟦bucket⟧<u8>; f: func(); }', [/`bucket` takes no types in brackets/], 2],
  ['interface i { type t = ⟦Vec⟧<u8>; f: func(); }', [/^WIT has no `Vec<…>`. Did you mean `list<…>`\?$/], 2],
  ['interface i { type t = ⟦lst⟧<list<u8>>; f: func(); }', [/no `lst<…>`. Did you mean `list<…>`/], 2],
  ['interface i { type t = ⟦Option⟧<String>; }', [/mean `option<…>`/, /mean `string`/], 1],
  ['interface i { type t = ⟦HashMap⟧<string, u8>; }', [/mean `map<…>`/], 1],
  ['interface i { type t = ⟦Tuple⟧<u8, u8>; }', [/mean `tuple<…>`/], 1],
  ['interface i { type t = ⟦size_t⟧; }', [/^WIT has no `size_t`. Did you mean `u32`\?$/], 1],
  ['interface i { type t = ⟦Vec⟧; f: func(); }', [/^WIT has no `Vec`. Did you mean `list<…>`\?$/], 2],
  ['interface i { f: func() -> result<⟦()⟧, u8>; }', [/no `\(\)`. A part of the result .* `_`/], 1],
  ['use {e} from t\nf: func() -> ⟦Result⟧<unit, e>', [/mean `expected<…>`/], 2],
  ['interface i { @⟦sins⟧(version = 1.0.0) f: func(); }', [/`@sins` means nothing in WIT/], 1],
  ['interface i { f: func()⟦⟧', [/`;` is missing: the end of the file/], 1],
  ['interface i { f:⟦⟧ ', [/`func` is missing: the end of the file/], 1],
  ['package a⟦⟧;', [/named `namespace:name`/], 0],
  ['interface i { } ⟦}⟧ interface j { }', [/This `}` closes nothing/], 2],
  ['interface i { } ⟦#$⟧ interface j { }', [/"#\$" means nothing in WIT/], 2],
  ['interface i { } ⟦/*⟧ never', [/comment never ends/], 1],
  ['package a:b; interface i { } ⟦package⟧ c:d; interface j { }', [/names its package once/], 3],
  ['world w { import⟦⟧; export b; }', [/name of an interface is missing/], 2],
  ['interface i { ⟦hello⟧ world g: func(); }', [/stands in an interface, not `hello`/], 1],
  ['world w { ⟦f⟧: func(); export b; }', [/stands in a world, not `f`/], 1],
  ['interface i { f: func(⟦type⟧: u8); }', [/`type` is a word of WIT/], 1],
  ['interface i { f: func(x: list⟦⟧); }', [/`list` says in brackets/], 1],
  ['interface i { f: func(x: ⟦float32⟧); }', [/Write `f32` here/], 1],
  ['interface i { f: func(x: list<u8, ⟦0⟧>); }', [/whole number from 1/], 1],
  ['interface i { f: func(x: result<_⟦⟧>); }', [/is written `result`/], 1],
  ['interface i { f: func(x: result<u8⟦, _⟧>); }', [/without this `_`/], 1],
  ['interface i { } ⟦;⟧ interface j { }', [/`;` ends nothing/], 2],
  ['package a:b { ⟦package⟧ c:d { } }', [/cannot stand in another one/], 1],
  ['world w { use x:y/z@⟦1.0⟧.{t}; }', [/three numbers/], 1],
  ['interface i { f: ⟦fun⟧(); }', [/^A function is written `func\(…\)`, not `fun\(…\)`\.$/], 1],
  ['world w { import f: ⟦fn⟧(a: u8); export b; }', [/written `func\(…\)`/], 2],
  ['interface i { resource r { f: static ⟦function⟧(); } }', [/written `func\(…\)`/], 1],
  ['interface i { f: func() ⟦=>⟧ u8; g: func(); }', [/after `->`, not after `=>`/], 2],
  ['interface i { f: func()⟦:⟧ u8; g: func(); }', [/after `->`, not after `:`/], 2],
  ['interface i { f: func() ⟦→⟧ u8; g: func(); }', [/before a result is written `->`/], 2],
  ['world w { import ⟦wasi:cli@0.2.12/run⟧; export b; }', [/is written `wasi:cli\/run@0\.2\.12`\.$/], 2],
  ['world w { import ⟦wasi/cli/run⟧; export b; }', [/is written `wasi:cli\/run`\.$/], 2],
  ['world w { import ⟦wasi:cli.run⟧; export b; }', [/is written `wasi:cli\/run`\.$/], 2],
  ['world w { import x: ⟦wasi::cli::run⟧; export b; }', [/is written `wasi:cli\/run`\.$/], 2],
  ['interface i { use ⟦a:b.c⟧.{x}; f: func(); }', [/is written `a:b\/c`\.$/], 2],
  ['interface i { use a:b/c@1.0.0⟦::⟧{x}; f: func(); }', [/follow the interface after a point/], 2],
  ['interface i { use a⟦⟧ {x}; f: func(); }', [/follow the interface after a point/], 2],
  ['package a⟦/⟧b; interface i { }', [/`namespace:name`, with a colon/], 1],
  ['⟦pakage⟧ a:b; interface i { }', [/^WIT has no `pakage`. Did you mean `package`\?$/], 1],
  ['package a:b; ⟦interfce⟧ i { f: func(); }', [/Did you mean `interface`/], 1],
  ['package a:b; ⟦wrld⟧ w { export b; }', [/Did you mean `world`/], 1],
  ['world w { ⟦exprt⟧ f: func(); import b; }', [/Did you mean `export`/], 2],
  ['interface i { ⟦recrd⟧ r { a: u8 } f: func(); }', [/Did you mean `record`/], 2],
  ['interface i { ⟦struct⟧ r { a: u8 } f: func(); }', [/Did you mean `record`/], 2],
  ['interface i { types⟦⟧ func(); g: func(); }', [/written `name: func/], 2],
  ['use {a}⟦⟧ types\nf: func()', [/`from` is missing: `types` is here/], 2],
  ['union u {⟦⟧ @since(version = 1.0.0) u8, u16 }\nf: func() -> unit', [/type of a case is missing/], 2],
  ['resource r {\n  static open:⟦⟧\n}\nf: func()', [/`func` is missing/], 2],
];

for (const [marked, messages, items] of broken) {
  test(marked, () => {
    const start = marked.indexOf('⟦');
    const end = marked.indexOf('⟧') - 1;
    const file = parse(marked.replace(/[⟦⟧]/g, ''));
    assert.deepEqual(file.errors[0]?.span, { start, end }, JSON.stringify(file.errors));
    assert.equal(file.errors.length, messages.length, JSON.stringify(file.errors));
    messages.forEach((message, index) => assert.match(file.errors[index]?.message ?? '', message));
    const inner = file.items.flatMap((item) =>
      (item.kind === 'interface' || item.kind === 'world') && item.items.length > 0 ? item.items : [item],
    );
    assert.equal(inner.length, items, JSON.stringify(file.items));
  });
}

test('where one text is missing, too much or wrong, the fault has the one that is right', () => {
  const put = (text: string): readonly (string | undefined)[] =>
    parse(text).errors.map(({ replacement }) => replacement);
  assert.deepEqual(put('interface i { f: func() }'), [';']);
  assert.deepEqual(put('interface i { record r { a: u8 b: u8 } }'), [',']);
  assert.deepEqual(put('interface i { type: func(); };'), ['%type', '']);
  assert.deepEqual(put('interface i { f: func( }'), [undefined]);
  assert.deepEqual(put('package a:b\ninterface i { f: func()\ng: func() }'), [';', ';', ';']);
  assert.deepEqual(put('interface i { f: func() throws u8; }'), [undefined]);
  assert.deepEqual(put('interface i { f: fn() => u8; g: fn(): u8; }'), ['func', '->', 'func', ' ->']);
  assert.deepEqual(put('world w { import wasi/cli/run@0.2.0; exprt b; }'), ['wasi:cli/run@0.2.0', 'export']);
  assert.deepEqual(put('interface i { f: func(a: Vec<u8>, b: Result, c: F64, d: Str); }'), [
    'list',
    'result',
    'string',
  ]);
});

test('what is nested without end is refused, not followed', () => {
  const deep = 20_000;
  for (const text of [
    `interface i { type t = ${'list<'.repeat(deep)}u8${'>'.repeat(deep)}; f: func(); }`,
    'package a:b { '.repeat(deep),
    `interface i ${'{'.repeat(deep)}`,
    '/*'.repeat(deep),
    '(<{@'.repeat(deep),
    `type t = ${'result<option<'.repeat(deep)}`,
    `world w { import a: ${'interface { '.repeat(deep)}`,
    `${'a:'.repeat(deep)}b`,
    `f: func(${'a: '.repeat(deep)})`,
  ]) {
    assert.notEqual(parse(text).errors.length, 0);
  }
});
