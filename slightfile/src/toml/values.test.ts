import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { assertDrawn } from './testing/draw.ts';
import type { Value } from './tree.ts';

/** The one value of `a = …`. */
function read(written: string): Value {
  const { sections, errors } = parse(`a = ${written}`);
  assert.deepEqual(errors, [], written);
  const value = sections[0]?.entries[0]?.value;
  assert.ok(value !== undefined);
  return value;
}

function scalar(written: string): unknown {
  const value = read(written);
  assert.ok('value' in value);
  return value.value;
}

test('integers', () => {
  const integers: readonly (readonly [string, bigint])[] = [
    ['0', 0n],
    ['+0', 0n],
    ['-0', 0n],
    ['+99', 99n],
    ['-17', -17n],
    ['1_000', 1000n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['0xDEAD_beef', 0xdeadbeefn],
    ['0x0000000000000000000001', 1n],
    ['0x7fffffffffffffff', 0x7fffffffffffffffn],
    ['0o0755', 0o755n],
    ['0o777777777777777777777', 0x7fffffffffffffffn],
    ['0b1101_0110', 0b11010110n],
    ['0x0', 0n],
    ['0xe_1', 0xe1n],
  ];
  for (const [written, meant] of integers) assert.equal(scalar(written), meant, written);
});

test('floats', () => {
  const floats: readonly (readonly [string, number])[] = [
    ['+1.0', 1],
    ['-0.01', -0.01],
    ['-0.0', -0],
    ['5e+22', 5e22],
    ['1e06', 1e6],
    ['-2E-2', -0.02],
    ['6.626e-34', 6.626e-34],
    ['224_617.445_991_228', 224617.445991228],
    ['0e0', 0],
    ['1e1_0', 1e10],
    ['1e400', Infinity],
    ['inf', Infinity],
    ['+inf', Infinity],
    ['-inf', -Infinity],
    ['nan', NaN],
    ['-nan', NaN],
  ];
  for (const [written, meant] of floats) {
    assert.equal(read(written).kind, 'float');
    assert.ok(Object.is(scalar(written), meant), written);
  }
});

test('numbers that are none', () => {
  assertDrawn(`
a = 1.
    ^^ A number needs a digit here: on both sides of a point, and after a sign or an exponent.
b = .5
    ^^ A number needs a digit here: on both sides of a point, and after a sign or an exponent.
c = 1e
    ^^ A number needs a digit here: on both sides of a point, and after a sign or an exponent.
d = +
    ^ A number needs a digit here: on both sides of a point, and after a sign or an exponent.
e = 01
    ^^ A number does not begin with a zero. Leave the zeros out, or put the value in quotes.
f = -00.5
    ^^^^^ A number does not begin with a zero. Leave the zeros out, or put the value in quotes.
g = 1__0
    ^^^^ An underscore in a number stands between two digits.
h = 1_.5
    ^^^^ An underscore in a number stands between two digits.
i = 1_e5
    ^^^^ An underscore in a number stands between two digits.
j = 0x_1
    ^^^^ An underscore in a number stands between two digits.
k = 0xfg
    ^^^^ A hexadecimal number has only the digits 0 to 9 and a to f.
l = 0o8
    ^^^ An octal number has only the digits 0 to 7.
m = -0b1
    ^^^^ A binary number has no sign.
n = 0x
    ^^ A hexadecimal number needs digits after \`0x\`.
o = 9223372036854775808
    ^^^^^^^^^^^^^^^^^^^ This integer is too large: TOML has room for those from -9223372036854775808 to 9223372036854775807.
p = 0x8000000000000000
    ^^^^^^^^^^^^^^^^^^ This integer is too large: TOML has room for those from -9223372036854775808 to 9223372036854775807.
q = 0X1
    ^^^ This is not a value that TOML knows. A string needs quotes around it.
r = 1.5.2
    ^^^^^ This is not a value that TOML knows. A string needs quotes around it.
s = Inf
    ^^^ This is not a value that TOML knows. A string needs quotes around it.`);
});

test('dates and times', () => {
  const datetimes: readonly (readonly [string, string])[] = [
    ['1979-05-27T07:32:00Z', 'offset-datetime'],
    ['1979-05-27t07:32:00z', 'offset-datetime'],
    ['1979-05-27 00:32:00.999999-07:00', 'offset-datetime'],
    ['1979-05-27T07:32:00', 'local-datetime'],
    ['1979-05-27 07:32:00.5', 'local-datetime'],
    ['1979-05-27', 'local-date'],
    ['2000-02-29', 'local-date'],
    ['0000-01-01', 'local-date'],
    ['07:32:00', 'local-time'],
    ['23:59:60', 'local-time'],
    ['00:32:00.999999999999', 'local-time'],
  ];
  for (const [written, type] of datetimes) {
    const value = read(written);
    assert.ok(value.kind === 'datetime');
    assert.deepEqual([value.type, value.value], [type, written]);
  }
});

test('dates and times that are none', () => {
  const malformed =
    'This is no date or time that TOML knows. It reads like 1979-05-27, 07:32:00 or 1979-05-27T07:32:00Z; put anything else in quotes.';
  assertDrawn(`
a = 2020-13-01
    ^^^^^^^^^^ A month is from 01 to 12.
b = 1900-02-29
    ^^^^^^^^^^ The day is from 01 to 28 in this month.
c = 2020-04-31
    ^^^^^^^^^^ The day is from 01 to 30 in this month.
d = 24:00:00
    ^^^^^^^^ An hour is from 00 to 23.
e = 23:60:00
    ^^^^^^^^ A minute is from 00 to 59.
f = 23:59:61
    ^^^^^^^^ A second is from 00 to 59.
g = 07:3
    ^^^^ ${malformed}
h = 1979-05-27T07
    ^^^^^^^^^^^^^ ${malformed}
i = 1979-5-27
    ^^^^^^^^^ ${malformed}
j = 1979-05-27T07:32:00.
    ^^^^^^^^^^^^^^^^^^^^ ${malformed}
k = 07:32:00Z
    ^^^^^^^^^ ${malformed}
l = 1979-05-27T00:00:00+24:00
    ^^^^^^^^^^^^^^^^^^^^^^^^^ A time offset is from -23:59 to +23:59.
m = 1979-05-27  07:32:00
                ^^^^^^^^ A new line is missing in front of this: a line holds one entry or header.`);
});

test('strings', () => {
  const strings: readonly (readonly [string, string])[] = [
    ['""', ''],
    ["''", ''],
    ['""""""', ''],
    ['"\\b\\t\\n\\f\\r\\"\\\\ \\u00E9 \\U0001F600"', '\b\t\n\f\r"\\ é 😀'],
    ["'C:\\n'", 'C:\\n'],
    ['"""\na\n"""', 'a\n'],
    ['"""\r\na\r\n"""', 'a\r\n'],
    ['"""a \\  \n\n  b\\\r\n\tc"""', 'a bc'],
    ['""""a"" """""', '"a"" ""'],
    ['"""\\""""', '"'],
    ["'''\n'a''\\'''''", "'a''\\''"],
    ['"tab\tand \u0080"', 'tab\tand \u0080'],
  ];
  for (const [written, meant] of strings) assert.equal(scalar(written), meant, written);
});

test('strings with faults keep the rest of what they say', () => {
  assertDrawn(`
a = "\\q \\u12 \\ud800 \\U00110000 \\x4g \\😀"
     ^^ \`\\q\` is not an escape that TOML knows. For a backslash write \`\\\\\`, or put the string in single quotes.
        ^^^^ \`\\u\` needs 4 hexadecimal digits after it. For a backslash write \`\\\\\`, or put the string in single quotes.
             ^^^^^^ \`\\ud800\` is not a Unicode character.
                    ^^^^^^^^^^ \`\\U00110000\` is not a Unicode character.
                               ^^^ \`\\x\` needs 2 hexadecimal digits after it. For a backslash write \`\\\\\`, or put the string in single quotes.
                                    ^^^ \`\\😀\` is not an escape that TOML knows. For a backslash write \`\\\\\`, or put the string in single quotes.
b = 'it's'
        ^^ A new line is missing in front of this: a line holds one entry or header.
c = """
\\  x"""
^^ \`\\ \` is not an escape that TOML knows. For a backslash write \`\\\\\`, or put the string in single quotes.`);
  const { sections } = parse('a = "x\\q\\u12y"');
  const value = sections[0]?.entries[0]?.value;
  assert.ok(value?.kind === 'string');
  assert.equal(value.value, 'x\\q\\u12y');
});

test('control characters are reported by their number, a row of them once', () => {
  const { errors } = parse("a = \"\u0000\u0001b\u007f\"\n# \u0008\nc = '''\r'''\n");
  assert.deepEqual(
    errors.map(({ span, message }) => [span.start, span.end, /U\+\w+/.exec(message)?.[0]]),
    [
      [5, 7, 'U+0000'],
      [8, 9, 'U+007F'],
      [13, 14, 'U+0008'],
      [22, 23, 'U+000D'],
    ],
  );
  // a comment has no string to write it in
  assert.deepEqual(
    errors.map(({ message }) => message.includes('In a string')),
    [true, true, false, true],
  );
});

test('words without quotes', () => {
  assertDrawn(`
a = keyvalue.redis
    ^^^^^^^^^^^^^^ This is not a value that TOML knows. A string needs quotes around it.
b = my words # comment
    ^^^^^^^^ This is not a value that TOML knows. A string needs quotes around it.
c = [True, bar baz, false]
     ^^^^ TOML writes \`true\` in small letters.
           ^^^^^^^ This is not a value that TOML knows. A string needs quotes around it.`);
});
