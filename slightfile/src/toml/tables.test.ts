import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { toPlain } from './plain.ts';
import { assertDrawn } from './testing/draw.ts';

function assertValid(text: string): void {
  assert.deepEqual(parse(text).errors, [], text);
}

test('a key stands once', () => {
  assertDrawn(`
a = 1
"a" = 2
^^^ \`a\` is already defined in this table. Keep one of the two.
b.c = 1
b = 2
^ \`b\` is already defined in this table. Keep one of the two.
b.c.d = 1
^^^ \`c\` is already defined as a value, so it cannot be a table.
e = { f = 1, f = 2, g.h = 1, g.h = 2 }
             ^ \`f\` is already defined in this table. Keep one of the two.
                             ^^^ \`h\` is already defined in this table. Keep one of the two.`);
});

test('a table is defined once, by one header or by keys with dots', () => {
  assertDrawn(`
[a]
[a]
 ^ The table \`a\` is already defined: a header with \`[\` and \`]\` may stand only once. For a list, write each with \`[[\` and \`]]\`.
b.c = 1
[a.b]
 ^^^ The table \`b\` is already defined by a key with a dot: add to it there.
[d.e]
[d]
e.f = 1
^ The table \`e\` is already defined by a header: add to it there.
[g]
h.i.j = 1
[g.h.i]
 ^^^^^ The table \`i\` is already defined by a key with a dot: add to it there.
[k.l.m]
[k]
l.m.n = 1
^^^ The table \`m\` is already defined by a header: add to it there.
[o]
p = 1
[o.p]
 ^^^ \`p\` is already defined as a value, so it cannot be a table.
[o.p.q]
 ^^^ \`p\` is already defined as a value, so it cannot be a table.`);
});

test('lists of tables', () => {
  assertDrawn(`
[[a]]
[a]
 ^ \`a\` is a list of tables: write \`[[\` and \`]]\` to add one.
[b]
[[b]]
  ^ \`b\` is already defined as one table, with \`[\` and \`]\`: write \`[[\` and \`]]\` there too, to make a list of it.
[c.d]
[[c]]
  ^ \`c\` is already defined as one table, so \`[[\` cannot make a list of it.
[e]
f = [{ g = 1 }]
[[e.f]]
  ^^^ \`f\` is an array in brackets, which is closed: add to it between its brackets.
[[e.f.g]]
  ^^^ \`f\` is an array in brackets, which is closed: add to it between its brackets.
[[h.i]]
[h]
i.j = 1
^ \`i\` is a list of tables, made by \`[[\` headers: add to it there.
[[k]]
l = 1
[[k.l]]
  ^^^ \`l\` is already defined as a value, so it cannot be a table.`);
});

test('what is in braces is closed', () => {
  assertDrawn(`
a = { b = 1, c = {} }
a.d = 1
^ \`a\` is a table in braces, which is closed: add to it between its braces.
e = { f = {}, f.g = 1 }
              ^ \`f\` is a table in braces, which is closed: add to it between its braces.
[a]
 ^ \`a\` is a table in braces, which is closed: add to it between its braces.
[a.c]
 ^ \`a\` is a table in braces, which is closed: add to it between its braces.
[[a]]
  ^ \`a\` is a table in braces, which is closed: add to it between its braces.`);
});

test('what may be defined later, or from elsewhere', () => {
  assertValid('[x.y.z.w]\n[x]\n');
  assertValid('[a.b]\n[c]\n[a]\n');
  assertValid('[[a.b]]\n[a]\nc = 1\n');
  assertValid('[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n');
  assertValid('[[a]]\n[a.b]\n[[a]]\n[a.b]\n');
  assertValid('[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[a.b.c]\n');
  assertValid('a.b.c = 1\na.d = 2\na.b.e = 3\n');
  // Nothing defined b until the dotted key does: a header only named it on the way.
  assertValid('[a.b.c]\nz = 1\n[a]\nb.t = 2\n');
});

test('a header that contradicts does not take its lines away', () => {
  const { root, sections } = parse('[[a]]\nx = 1\n[a]\nx = 2\n[b]\n[b]\ny = 3\n[b.y]\nz = 4\n');
  assert.deepEqual(JSON.parse(JSON.stringify(toPlain(root, { integers: 'number' }))), {
    a: [{ x: 1 }, { x: 2 }],
    b: [{}, { y: 3 }],
  });
  const alone = sections.at(-1)?.table;
  assert.deepEqual([...(alone?.members.keys() ?? [])], ['z']);
});

test('below a list whose first header has too few brackets, lines belong to the table that they stand in', () => {
  const { root, errors } = parse('[a]\nx = 1\n[[a]]\nx = 2\n[a.b]\nx = 3\n[[a]]\nx = 4\n');
  assert.equal(errors.length, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(toPlain(root, { integers: 'number' }))), {
    a: [{ x: 1 }, { x: 2, b: { x: 3 } }, { x: 4 }],
  });
});

test('tables know how and where they are written', () => {
  const text = 'd.e = {}\n[a.b]\n[[c]]\n';
  const { root } = parse(text);
  const written = (name: string): unknown => {
    const value = root.members.get(name)?.value;
    const table = value?.kind === 'table-array' ? value.tables[0] : value;
    assert.ok(table?.kind === 'table');
    return [table.origin, text.slice(table.span.start, table.span.end)];
  };
  assert.deepEqual(written('a'), ['implicit', 'a']);
  assert.deepEqual(written('c'), ['array-element', '[[c]]']);
  assert.deepEqual(written('d'), ['dotted', 'd']);
  assert.deepEqual([root.origin, root.span], ['root', { start: 0, end: text.length }]);
});
