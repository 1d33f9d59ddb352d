import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { applyEdits } from '@slight/text/testing/edits.ts';

/** Asserts that each text has one error, and what it is after the fix of that: valid. */
function assertFixed(cases: Readonly<Record<string, string>>): void {
  for (const [text, wanted] of Object.entries(cases)) {
    const [error, ...more] = parse(text).errors;
    assert.ok(error?.fix, text);
    assert.deepEqual(more, [], text);
    const fixed = applyEdits(text, error.fix.edits);
    assert.equal(fixed, wanted);
    assert.deepEqual(parse(fixed).errors, [], fixed);
  }
}

/** Asserts that a text has one error, and that nobody can say what was meant. */
function assertUnclear(...texts: readonly string[]): void {
  for (const text of texts) {
    const [error, ...more] = parse(text).errors;
    assert.deepEqual([error?.fix, more], [undefined, []], text);
  }
}

function messageOf(text: string): string | undefined {
  return parse(text).errors[0]?.message;
}

test('brackets and separators of full width, and blanks between the brackets of a list', () => {
  assertFixed({
    '［［a］］\nb = 1': '[[a]]\nb = 1',
    '［ a.b ］ # c': '[ a.b ] # c',
    '【a】': '[a]',
    '[ [a] ]': '[[a]]',
    '[ \t[ a ]]': '[[ a ]]',
    '[[a] ] # ]': '[[a]] # ]',
    'a＝1': 'a = 1',
    'a ： "b"': 'a = "b"',
  });
  assertUnclear('［［a］', '［', '［［', '［ ］');
});

test('quotes of text processors become straight ones, around values and around keys', () => {
  assertFixed({
    'a = “b c” # d': 'a = "b c" # d',
    'a = ‘b’\nc = 1': 'a = "b"\nc = 1',
    'a = „b“': 'a = "b"',
    'a = «b»': 'a = "b"',
    'a = `b`': 'a = "b"',
    'a = ＂b＂': 'a = "b"',
    'a = “it’s "so"”': 'a = "it’s \\"so\\""',
    'a = “b#,]}c”': 'a = "b#,]}c"',
    'a = “C:\\b”': 'a = "C:\\\\b"',
    'a = [“b, c”]': 'a = ["b, c"]',
    'a = { b = “c” }': 'a = { b = "c" }',
    'a = “b"': 'a = "b"',
    'a = “b': 'a = "b"',
    '“a” = "b"': 'a = "b"',
    '‘é’ = "b"': '"é" = "b"',
  });
  assert.equal(messageOf('a = “b”'), 'These quotes are not those of TOML: write `"` on both sides.');
  assert.equal(messageOf('“a” = 1'), 'These quotes are not those of TOML: write `a`.');
  const [section] = parse('a = “b”').sections;
  const [entry] = section?.entries ?? [];
  assert.ok(entry?.value.kind === 'string');
  assert.equal(entry.value.value, 'b', 'what is meant is read');
});

test('a string that ends with another quote than it begins with', () => {
  assertFixed({
    'a = "b”': 'a = "b"',
    'a = "b\' # c': 'a = "b" # c',
    'a = \'b"': "a = 'b'",
    'a = "it\'s”': 'a = "it\'s"',
  });
  assert.equal(
    messageOf('a = "b”'),
    'This string begins with `"` and ends with `”`: write `"` on both sides.',
  );
  assertUnclear('a = "it\'s', 'a = "');
});

test('another mark between a key and its value becomes an equals sign', () => {
  assertFixed({
    'a: "b"': 'a = "b"',
    'a : 1 # c': 'a = 1 # c',
    'a:"b"': 'a = "b"',
    '"a": { b = 1 }': '"a" = { b = 1 }',
    'a == "b"': 'a = "b"',
    'a := 1': 'a = 1',
    'a => [1]': 'a = [1]',
    'a = { b: 1 }': 'a = { b = 1 }',
    'a: b c # d': 'a = "b c" # d',
    'a: True': 'a = true',
    'a = { b: c, d = 1 }': 'a = { b = "c", d = 1 }',
    'a: b,': 'a = "b"',
  });
  assert.equal(messageOf('a => 1'), 'Between a key and its value TOML has `=`, not `=>`.');
  assert.equal(messageOf('a: b'), 'TOML has `=` between a key and its value, and quotes around a string.');
  assertUnclear('a:', 'a: # b', 'a ==');
});

test('an equals sign that is missing is put there; words without one may be a key', () => {
  assertFixed({
    'a "b"': 'a = "b"',
    'a"b"': 'a = "b"',
    'a [1]': 'a = [1]',
    'a b.c # d': 'a = "b.c" # d',
    'a b c;': 'a = "b c"',
    'my key = "b"': '"my key" = "b"',
    'é = 1': '"é" = 1',
  });
  assertUnclear('a b "c"', 'a.b c');
});

test('a string without its quotes gets them', () => {
  assertFixed({
    'a = keyvalue.redis': 'a = "keyvalue.redis"',
    'a = b c # d': 'a = "b c" # d',
    'a = b,': 'a = "b"',
    'a = b;': 'a = "b"',
    'a = b"': 'a = "b"',
    'a = C:\\b': 'a = "C:\\\\b"',
    'a = http://localhost:1/?b=c': 'a = "http://localhost:1/?b=c"',
    'a = ${envvars.B}': 'a = "${envvars.B}"',
    'a = { b = ${envvars.B} }': 'a = { b = "${envvars.B}" }',
    'a = [${envvars.B}, 1]': 'a = ["${envvars.B}", 1]',
    'a = 1.2.3': 'a = "1.2.3"',
    'a = 007': 'a = "007"',
    'a = 2020-1-1': 'a = "2020-1-1"',
    'a = yes': 'a = "yes"',
    'a = TRUE': 'a = true',
    'a = [False]': 'a = [false]',
  });
  assertUnclear('a = b "c"', 'a = b = c', 'a = null', 'a = { b = None }');
  assert.equal(messageOf('a = nil'), 'TOML has no `nil`: leave the entry out where it has no value.');
});

test('half a character can be written neither as a key nor as a string', () => {
  assertUnclear('\ud800 = 1', 'a = \ud800', 'a = “\ud800”', 'a b\ud800');
});

test('what ends a line elsewhere is taken away', () => {
  assertFixed({
    'a = "b";': 'a = "b"',
    'a = 1, # c': 'a = 1 # c',
    'a = true;': 'a = true',
    'a = "b" ;': 'a = "b"',
    'a = "b""': 'a = "b"',
    '[a]:': '[a]',
    '[[a]]]': '[[a]]',
    'a = [1];': 'a = [1]',
  });
  assert.equal(
    messageOf('a = 1;'),
    'This `;` is too much: only a comment stands after an entry or a header.',
  );
  assertUnclear('a = 1 b');
});

test('what stands behind an entry or a header gets a line of its own', () => {
  assertFixed({
    'a = 1 b = 2': 'a = 1\nb = 2',
    '[a] b = 2\r\n': '[a]\r\nb = 2\r\n',
    'a = 1 [b]': 'a = 1\n[b]',
  });
});

test('comments of other languages become those of TOML', () => {
  assertFixed({
    '// a "b"': '# a "b"',
    'a = 1\n  ; b  \n': 'a = 1\n  # b  \n',
    '-- a': '# a',
    'a = 1 // b': 'a = 1 # b',
    'a = "b" ; c': 'a = "b" # c',
    '[a] // b': '[a] # b',
    'a = [\n  1, // c ]\n]': 'a = [\n  1, # c ]\n]',
    'a = {\n  // b }\n  c = 1\n}': 'a = {\n  # b }\n  c = 1\n}',
  });
  assert.equal(messageOf('// a'), 'A comment begins with `#` in TOML, not with `//`.');
  assert.deepEqual(parse('-- = 1\n--a = 2').errors, []);
});

test('spaces that are none become spaces, a row of them at once', () => {
  assertFixed({
    'a\u00a0= 1': 'a = 1',
    'a =\u00a0\u00a0"b\u00a0c"': 'a = "b\u00a0c"',
    '\u3000a = 1': ' a = 1',
    'a = 1\u200b': 'a = 1 ',
    'a = [\u202f1]': 'a = [ 1]',
    '[a]\n\u00a0\n': '[a]\n \n',
    'a = true\u2003# b': 'a = true # b',
  });
  assert.equal(
    messageOf('a\u00a0= 1'),
    'This is the character U+00A0, which only looks like a space: write a space.',
  );
});

test('commas that are missing or too many, in brackets and in braces', () => {
  assertFixed({
    'a = [1 2]': 'a = [1, 2]',
    'a = [\n  1 # b\n  2\n]': 'a = [\n  1, # b\n  2\n]',
    'a = [1,, 2]': 'a = [1, 2]',
    'a = { b = 1 c = 2 }': 'a = { b = 1, c = 2 }',
    'a = {\n  b = 1\n  c = 2\n}': 'a = {\n  b = 1,\n  c = 2\n}',
    'a = { b = 1,, }': 'a = { b = 1, }',
  });
});

test('a backslash that escapes nothing is doubled', () => {
  assertFixed({
    'a = "b\\d"': 'a = "b\\\\d"',
    'a = "C:\\users"': 'a = "C:\\\\users"',
    'a = "\\xyz"': 'a = "\\\\xyz"',
  });
});

test('brackets of a list of tables', () => {
  assertFixed({
    '[a]]': '[[a]]',
    '[[a]]\n[a]\n': '[[a]]\n[[a]]\n',
    '[a]\nb = 1\n[[a]]\n': '[[a]]\nb = 1\n[[a]]\n',
  });
  assertUnclear('[a.b]\n[[a]]');
});
