import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { toPlain } from './plain.ts';
import { assertDrawn } from './testing/draw.ts';

/** Asserts what a document means, and what of it only TOML 1.1 has: each thing by its kind and its text. */
function assertRead(text: string, meaning: unknown, newer: readonly string[]): void {
  const document = parse(text);
  assert.deepEqual(document.errors, [], text);
  assert.deepEqual(JSON.parse(JSON.stringify(toPlain(document, { integers: 'number' }))), meaning);
  assert.deepEqual(
    document.newer.map(({ kind, span }) => `${kind}: ${text.slice(span.start, span.end)}`),
    newer,
  );
}

test('\\e is the escape character, in strings and in keys of double quotes', () => {
  assertRead(String.raw`"a\e" = "\e[0m"` + '\nb = """\n\\e"""', { 'a\u001b': '\u001b[0m', b: '\u001b' }, [
    'escape: \\e',
    'escape: \\e',
    'escape: \\e',
  ]);
  assertRead(String.raw`a = '\e\x41'`, { a: '\\e\\x41' }, []);
  assertDrawn(`
a = "\\E"
     ^^ \`\\E\` is not an escape that TOML knows. For a backslash write \`\\\\\`, or put the string in single quotes.`);
});

test('\\xHH is a character of the first 256, not a byte', () => {
  assertRead(String.raw`a = "\x00\x7f\xE9\xff"`, { a: '\0\x7féÿ' }, [
    String.raw`escape: \x00`,
    String.raw`escape: \x7f`,
    String.raw`escape: \xE9`,
    String.raw`escape: \xff`,
  ]);
  assertRead(String.raw`a = "\xe9a"`, { a: 'éa' }, [String.raw`escape: \xe9`]);
  assertDrawn(`
a = "\\xE"
     ^^^ \`\\x\` needs 2 hexadecimal digits after it. For a backslash write \`\\\\\`, or put the string in single quotes.
b = "\\x{e9}"
     ^^ \`\\x\` needs 2 hexadecimal digits after it. For a backslash write \`\\\\\`, or put the string in single quotes.
c = "\\XE9"
     ^^ \`\\X\` is not an escape that TOML knows. For a backslash write \`\\\\\`, or put the string in single quotes.`);
});

test('seconds may be left out of a time, and of a date-time with and without an offset', () => {
  const of = (type: string, datetime: string): unknown => ({ type, datetime });
  assertRead(
    'a = 07:32\nb = 1979-05-27T07:32\nc = 1979-05-27 07:32Z\nd = [1979-05-27 07:32-07:00]\ne = 07:32:00',
    {
      a: of('local-time', '07:32'),
      b: of('local-datetime', '1979-05-27T07:32'),
      c: of('offset-datetime', '1979-05-27 07:32Z'),
      d: [of('offset-datetime', '1979-05-27 07:32-07:00')],
      e: of('local-time', '07:32:00'),
    },
    [
      'seconds: 07:32',
      'seconds: 1979-05-27T07:32',
      'seconds: 1979-05-27 07:32Z',
      'seconds: 1979-05-27 07:32-07:00',
    ],
  );
  const malformed =
    'This is no date or time that TOML knows. It reads like 1979-05-27, 07:32:00 or 1979-05-27T07:32:00Z; put anything else in quotes.';
  assertDrawn(`
a = 07:32:
    ^^^^^^ ${malformed}
b = 07:32.5
    ^^^^^^^ ${malformed}
c = 07:32Z
    ^^^^^^ ${malformed}
d = 1979-05-27T07:32:Z
    ^^^^^^^^^^^^^^^^^^ ${malformed}
e = 07:60
    ^^^^^ A minute is from 00 to 59.
f = 1979-05-27T07:32+7:00
    ^^^^^^^^^^^^^^^^^^^^^ ${malformed}`);
});

test('the entries of a table in braces may stand on lines of their own, with comments', () => {
  assertRead(
    'a = { # one\n  b = 1, c = 2, # two\n\n  # three\n  d.e = [\n    3,\n  ]\n  # four\n}\nf = 5\n',
    { a: { b: 1, c: 2, d: { e: [3] } }, f: 5 },
    ['lines: {'],
  );
  assertRead('a = {\r\n}\r\nb = {b = 1\n,c = 2}', { a: {}, b: { b: 1, c: 2 } }, [
    'lines: {',
    'lines: {b = 1',
  ]);
  assertRead('a = {\nb = { c = {\n}, },\nd = "\\e" }', { a: { b: { c: {} }, d: '\u001b' } }, [
    'lines: {',
    'escape: \\e',
  ]);
  assertRead('a = { b = {\n} }\nc = { d = [\n{ e = 1 } ] }', { a: { b: {} }, c: { d: [{ e: 1 }] } }, [
    'lines: {',
  ]);
});

test('a key, its equals sign and its value stand on one line in braces too', () => {
  assertDrawn(`
a = {
  b =
  ^^^ \`b\` has no value: write one after the \`=\`.
}
c = {
  d
  ^ \`d\` has no value: write \`=\` and a value after it.
}`);
});

test('a comma may stand after the last entry of a table in braces, one, and after no other thing', () => {
  assertRead('a = { b = 1, }\nc = [{ d = 2 , },]', { a: { b: 1 }, c: [{ d: 2 }] }, ['comma: ,', 'comma: ,']);
  assertRead('a = {\n  b = 1,\n}', { a: { b: 1 } }, ['lines: {']);
  assertRead('a = { b = { c = 1, }, d = {\n} }', { a: { b: { c: 1 }, d: {} } }, ['comma: ,', 'lines: {']);
  assertDrawn(`
a = { , }
      ^ An entry is missing in front of this comma.
b = {
  c = 1,,
        ^ An entry is missing in front of this comma.
}
d = {
  , c = 1
  ^ An entry is missing in front of this comma.
}`);
});

test('what is in braces over several lines stays closed', () => {
  assertDrawn(`
type = {
  name = "Nail",
  name = "Bolt",
  ^^^^ \`name\` is already defined in this table. Keep one of the two.
}
type.edible = false
^^^^ \`type\` is a table in braces, which is closed: add to it between its braces.
[other]
type.name = "Nail"
type = {
^^^^ \`type\` is already defined in this table. Keep one of the two.
  edible = false
}`);
});

test('braces that are not closed end where a header begins, or a line that stands as the table does', () => {
  assertDrawn(`
a = {
    ^… This table is not closed: \`}\` is missing at its end.
  b = 1,
[c]
d = {
    ^… This table is not closed: \`}\` is missing at its end.
  e = 1
f = 2
[g]
h = { i = 1
    ^^^^^^^ This table is not closed: \`}\` is missing at its end.
  j = 2`);
});

test('of what is not closed, nothing is told to be newer', () => {
  assert.deepEqual(parse('a = """\\e\nb = { c = 1,\n').newer, []);
});
