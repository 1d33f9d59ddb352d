import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { applyEdits } from '@slight/text/testing/edits.ts';
import { toPlain } from './plain.ts';
import { assertDrawn } from './testing/draw.ts';
import type { Document } from './tree.ts';

/** The JSON of what a document means, whatever is wrong with it. */
function meaning(document: Document): unknown {
  return JSON.parse(JSON.stringify(toPlain(document, { integers: 'number' })));
}

test('an empty file, blanks and comments are a document without errors', () => {
  for (const text of ['', '\n', '  \t\r\n', '# nothing', '\uFEFF', '\uFEFF# nothing\n']) {
    const { root, errors, sections } = parse(text);
    assert.deepEqual(errors, []);
    assert.equal(root.members.size, 0);
    assert.equal(sections.length, 1);
  }
});

test('a key that is half typed is reported where it stands', () => {
  assertDrawn(`
key
^^^ \`key\` has no value: write \`=\` and a value after it.
other =
^^^^^^^ \`other\` has no value: write one after the \`=\`.
last = # comment
^^^^^^ \`last\` has no value: write one after the \`=\`.
= 1
^ A key is missing in front of this \`=\`.
some value
^^^^^^^^^^ \`=\` is missing after \`some\`. A key with spaces needs quotes.
name "value"
^^^^ \`=\` is missing between \`name\` and its value.
yaml: "value"
    ^ Between a key and its value TOML has \`=\`, not \`:\`.
a..b = 1
 ^ A dot stands between two names: one of them is missing.
c. = 1
 ^ A dot stands between two names: one of them is missing.
.d = 1
^ A dot stands between two names: one of them is missing.
café = 1
^^^^ \`café\` needs quotes: a key without them is made of A-Z, a-z, 0-9, _ and -.
e = 1 f = 2
      ^^^^^ A new line is missing in front of this: a line holds one entry or header.
]
^ This is neither \`key = value\` nor a \`[header]\`.
"
^ This string is not closed: \`"\` is missing at its end.
"g = 1
^^^^^^ This string is not closed: \`"\` is missing at its end.`);
});

test('a header that is half typed is reported where it stands', () => {
  assertDrawn(`
[[cap
^^^^^ This header is not closed: \`]]\` is missing at its end.
[[list]
^^^^^^^ This header is not closed: \`]]\` is missing at its end.
[table # comment
^^^^^^ This header is not closed: \`]\` is missing at its end.
[more]]
^^^^^^^ This header ends with \`]]\` and begins with \`[\`. A list of tables has two brackets on both sides.
[[
^^ This header is not closed: \`]]\` is missing at its end.
[]
^^ A name is missing between the brackets of this header.
[a b]
   ^ A header has only names and dots between its brackets. A name with other characters needs quotes.
[c.]
  ^ A dot stands between two names: one of them is missing.
[d] e = 1
    ^^^^^ A new line is missing in front of this: a line holds one entry or header.
["f]
 ^^^ This string is not closed: \`"\` is missing at its end.`);
});

test('what is not closed ends where the next line is clearly something else', () => {
  assertDrawn(`
a = [1, 2
    ^^^^^ This array is not closed: \`]\` is missing at its end.
b = [
    ^ This array is not closed: \`]\` is missing at its end.
[[capability]]
c = [1 2, , 3
       ^ A comma is missing in front of this value.
          ^ A value is missing in front of this comma.
  4]
  ^ A comma is missing in front of this value.
d = { e = 1
    ^^^^^^^ This table is not closed: \`}\` is missing at its end.
f = {
  e = 1
  g = 2
  ^ A comma is missing in front of this entry.
  h
  ^ \`h\` has no value: write \`=\` and a value after it.
}
i = { , }
      ^ An entry is missing in front of this comma.
j = { k = 1 l = 2 }
            ^ A comma is missing in front of this entry.
m = { n = , o }
      ^^^ \`n\` has no value: write one after the \`=\`.
            ^ \`o\` has no value: write \`=\` and a value after it.
p = { q = "r }
          ^^^^ This string is not closed: \`"\` is missing at its end.
s = [{ t = 1 ]
     ^^^^^^^ This table is not closed: \`}\` is missing at its end.
u = { v = [1 }
          ^^ This array is not closed: \`]\` is missing at its end.
w = """
    ^^^ This string is not closed: \`"""\` is missing at its end.
x = '\\q'`);
});

test('the rest of a file is understood around what is half typed', () => {
  const document = parse(`specversion = "0.2
[[capability]]
resource = "keyvalue.redis
name =
[capability.configs]
REDIS_ADDRESS
[[capability
resource = foo
name = "b" junk
configs = { A = "1", B = [ }
[[
hidden = 1`);
  assert.deepEqual(meaning(document), {
    specversion: '0.2',
    capability: [
      { resource: 'keyvalue.redis', configs: {} },
      { name: 'b', configs: { A: '1', B: [] } },
    ],
  });
  const [member] = [...(document.sections[2]?.table.members.values() ?? [])];
  assert.equal(member?.key.name, 'REDIS_ADDRESS');
  assert.equal(member.value.kind, 'missing');
});

test('a value of its own replaces one that is still missing', () => {
  const document = parse('name =\nname = "a"\ncapability\n[[capability]]\nresource = "b"\n');
  assert.equal(document.errors.length, 2);
  assert.deepEqual(meaning(document), { name: 'a', capability: [{ resource: 'b' }] });
});

test('keys that objects have of their own are keys like others', () => {
  const document = parse('__proto__.a = 1\nconstructor = 2\n[toString]\nhasOwnProperty = 3\n');
  assert.deepEqual(document.errors, []);
  assert.deepEqual([...document.root.members.keys()], ['__proto__', 'constructor', 'toString']);
  const plain = toPlain(document);
  assert.equal(Object.getPrototypeOf(plain), null);
  assert.deepEqual(Object.keys(plain), ['__proto__', 'constructor', 'toString']);
});

test('every part of an entry and a header has its own span', () => {
  const text = " \"a\" . b = '''x''' # end\r\n [[ c.d ]]\r\n";
  const { sections, comments, errors } = parse(text);
  assert.deepEqual(errors, []);
  const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const [entry] = sections[0]?.entries ?? [];
  assert.ok(entry?.value.kind === 'string');
  assert.deepEqual(
    entry.key.parts.map(({ span }) => slice(span)),
    ['"a"', 'b'],
  );
  assert.equal(slice(entry.key.span), '"a" . b');
  assert.equal(text[entry.equals ?? -1], '=');
  assert.equal(slice(entry.value.span), "'''x'''");
  assert.equal(slice(entry.value.inner), 'x');
  assert.equal(slice(entry.span), `"a" . b = '''x'''`);
  assert.deepEqual(
    comments.map(({ span }) => slice(span)),
    ['# end'],
  );
  assert.equal(slice(sections[1]?.header?.span ?? { start: 0, end: 0 }), '[[ c.d ]]');
  assert.equal(slice(sections[1]?.header?.key.span ?? { start: 0, end: 0 }), 'c.d');
});

test('a carriage return alone is reported, and ends the line all the same', () => {
  const document = parse('a = 1\rb = 2\r\n# c\rd\n');
  assert.deepEqual(meaning(document), { a: 1, b: 2 });
  assert.deepEqual(
    document.errors.map(({ span }) => span),
    [
      { start: 5, end: 6 },
      { start: 16, end: 17 },
    ],
  );
});

test('a file whose lines end in carriage returns has one error, and is read as it is meant', () => {
  const text = 'a = "b" # c\r\r[d]\re = 1\r\nf = 2\r';
  const document = parse(text);
  assert.deepEqual(meaning(document), { a: 'b', d: { e: 1, f: 2 } });
  assert.equal(document.text, text);
  assert.deepEqual(
    document.errors.map(({ span }) => span),
    [{ start: 11, end: 12 }],
  );
  const fixed = applyEdits(text, document.errors[0]?.fix?.edits ?? []);
  assert.equal(fixed, 'a = "b" # c\n\n[d]\ne = 1\r\nf = 2\n');
});

test('brackets and keys that go deeper than a document may are reported once, without going down into them', () => {
  for (const [opening, closing] of [
    ['[', ']'],
    ['{ a = ', ' }'],
  ] as const) {
    const nested = (depth: number): string =>
      `a = ${opening.repeat(depth)}1${closing.repeat(depth)}`.replace('{ a = 1 }', '{}');
    assert.deepEqual(parse(nested(60)).errors, []);
    assert.equal(parse(nested(100_000)).errors.length, 1);
    assert.ok(parse(`a = ${opening.repeat(100_000)}\nb = 1`).errors.length > 0);
  }
  const tooMany = parse(`${'a.'.repeat(100_000)}a = 1\n[${'a.'.repeat(100_000)}a]\nb = 1`);
  assert.equal(tooMany.errors.length, 2);
  assert.equal(tooMany.root.members.size, 0);
});
