import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver-types';
import { fileOf, marked } from '../testing/marked.ts';
import { selectionRanges } from './selection-range.ts';

/** What is selected at the cursor, step by step. */
function steps(text: string): string[] {
  const { file, position } = marked(text);
  const [first] = selectionRanges(file, [position]);
  const texts: string[] = [];
  for (let at: SelectionRange | undefined = first; at; at = at.parent)
    texts.push(file.document.getText(at.range));
  for (const [index, one] of texts.entries()) {
    if (index > 0) assert.ok(one.includes(texts[index - 1] ?? ''), 'each step holds the one before');
  }
  return texts;
}

test('from a word up to the file, over the block and the lines below its header', () => {
  const text =
    'a = 1\n[[capability]]\nresource = "keyvalue.re|dis" # x\n[capability.configs]\nREDIS_ADDRESS = "y"\n';
  const whole = text.replace('|', '');
  const block = whole.slice(whole.indexOf('[['), -1);
  assert.deepEqual(steps(text), [
    'redis',
    'keyvalue.redis',
    '"keyvalue.redis"',
    'resource = "keyvalue.redis"',
    '[[capability]]\nresource = "keyvalue.redis"',
    block,
    whole,
  ]);
});

test('in braces over several lines: the entry, the braces, what they are the value of', () => {
  const text = '[a]\nb = { # one\n  c = 1,\n  d.e = "f|", # two\n}\n';
  assert.deepEqual(steps(text).slice(0, 5), [
    'f',
    '"f"',
    'd.e = "f"',
    '{ # one\n  c = 1,\n  d.e = "f", # two\n}',
    'b = { # one\n  c = 1,\n  d.e = "f", # two\n}',
  ]);
});

test('a reference: its key, what is in its braces, all of it', () => {
  assert.deepEqual(steps('[[capability]]\nconfigs.A = "${envvars.K|EY}"').slice(0, 5), [
    'KEY',
    'envvars.KEY',
    '${envvars.KEY}',
    '"${envvars.KEY}"',
    'configs.A = "${envvars.KEY}"',
  ]);
  assert.deepEqual(steps('a = "${envvars.MY K|EY}"').slice(0, 3), [
    'KEY',
    'envvars.MY KEY',
    '${envvars.MY KEY}',
  ]);
});

test('keys, headers, arrays, braces, comments', () => {
  assert.deepEqual(steps('a.b|c = 1'), ['bc', 'a.bc', 'a.bc = 1']);
  assert.deepEqual(steps('x = 1\n[capability.con|figs]\n').slice(0, 3), [
    'configs',
    'capability.configs',
    '[capability.configs]',
  ]);
  assert.deepEqual(steps('a = [1, { b = "c |d" }]'), [
    'd',
    'c d',
    '"c d"',
    'b = "c d"',
    '{ b = "c d" }',
    '[1, { b = "c d" }]',
    'a = [1, { b = "c d" }]',
  ]);
  assert.deepEqual(steps('a = 1 # see w|orld.wit'), [
    'world',
    'world.wit',
    ' see world.wit',
    '# see world.wit',
    'a = 1 # see world.wit',
  ]);
  assert.deepEqual(steps('a = 1 |# x'), ['# x', 'a = 1 # x']);
});

test('places with nothing but the file around them', () => {
  assert.deepEqual(steps('|'), ['']);
  assert.deepEqual(steps('\n|\na = 1'), ['\n\na = 1']);
  assert.deepEqual(steps('[[capability]]\r\n\r\n|\r\n[a]\r\n'), ['[[capability]]\r\n\r\n\r\n[a]\r\n']);
});

test('the ends of the text, half-typed text, and letters of every alphabet', () => {
  assert.deepEqual(steps('|a'), ['a']);
  assert.deepEqual(steps('a = "x|'), ['x', '"x', 'a = "x']);
  assert.deepEqual(steps('a = "größe 😀|"').slice(0, 2), ['😀', 'größe 😀']);
  assert.deepEqual(steps('a = ""|'), ['""', 'a = ""']);
});

test('one answer a position, in their order', () => {
  const file = fileOf('a = 1\nb = 2\n');
  const at = (line: number) => ({ line, character: 4 });
  assert.deepEqual(
    selectionRanges(file, [at(1), at(0)]).map(({ range }) => file.document.getText(range)),
    ['2', '1'],
  );
  assert.deepEqual(selectionRanges(file, []), []);
});
