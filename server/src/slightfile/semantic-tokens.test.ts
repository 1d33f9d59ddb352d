import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { fileOf } from '../testing/marked.ts';
import { tokenModifiers, tokenTypes } from '../lsp/token-legend.ts';
import { semanticTokens, semanticTokensDelta } from './semantic-tokens.ts';

/** Each token as an editor reads it: its text, its type, and its modifiers. */
function read(file: File, range?: Range): string[] {
  const { data } = semanticTokens(file, range);
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    character = down === 0 ? character + right : right;
    line += down;
    const end = { line, character: character + length };
    const text = file.document.getText({ start: { line, character }, end });
    assert.equal(text.length, length, 'a token stays on its line');
    const modifiers = tokenModifiers.filter((_, bit) => (bits & (1 << bit)) !== 0);
    tokens.push([text, [tokenTypes[type], ...modifiers].join('.')].join(' '));
  }
  return tokens;
}

test('a capability: the two halves of its resource, its name, its configs, what they refer to', () => {
  const text = [
    '# app',
    'specversion = "0.2"',
    '[[capability]] # one',
    'resource = "keyvalue.azblob"',
    'name = "orders"',
    '[capability.configs]',
    'AZURE_STORAGE_ACCOUNT = "me"',
    'AZURE_STORAGE_KEY = "${usersecrets.KEY}"',
    'X = "${nowhere.KEY}"',
  ].join('\n');
  assert.deepEqual(read(fileOf(text)), [
    '# app comment',
    'specversion property',
    '"0.2" string',
    'capability class',
    '# one comment',
    'resource property',
    'keyvalue namespace',
    'azblob type',
    'name property',
    '"orders" string.declaration.readonly',
    'capability class',
    'configs class',
    'AZURE_STORAGE_ACCOUNT variable',
    '"me" string',
    'AZURE_STORAGE_KEY variable',
    'usersecrets enumMember',
    'KEY parameter.readonly',
    'X variable',
    'nowhere string',
    'KEY parameter.readonly',
  ]);
});

test('each reference within a value, and the text between', () => {
  const text = '[[capability]]\nresource = "http"\nconfigs.A = "redis://${envvars.H}:${nowhere.P}/1"\n';
  assert.deepEqual(read(fileOf(text)).slice(5), [
    'redis:// string',
    'envvars enumMember',
    'H parameter.readonly',
    ': string',
    'nowhere string',
    'P parameter.readonly',
    '/1 string',
  ]);
});

test('a capability in braces over several lines', () => {
  const text = 'capability = [{ # one\n  resource = "http",\n  name = "\\x61", # two\n}]';
  assert.deepEqual(read(fileOf(text)), [
    'capability property',
    '# one comment',
    'resource property',
    'http namespace',
    'name property',
    '"\\x61" string.declaration.readonly',
    '# two comment',
  ]);
});

test('former names are deprecated, unknown ones are strings, one without a provider is a namespace', () => {
  const resources = ['kv.redis', 'keyvalue.reddis', 'http', 'key\\u0076alue.redis'];
  const text = resources.map((resource) => `[[capability]]\nresource = "${resource}"\n`).join('');
  const shown = read(fileOf(text)).filter((token) => !/^(capability|resource) /.test(token));
  assert.deepEqual(shown, [
    'kv namespace.deprecated',
    'redis type.deprecated',
    '"keyvalue.reddis" string',
    'http namespace',
    '"key\\u0076alue.redis" string',
  ]);
});

test('the 0.1 format: the name is the resource, and the file names a store', () => {
  const text =
    'specversion = "0.1"\nsecret_store = "configs.local"\n[[secret_settings]]\nname = "KEY"\n[[capability]]\nname = "keyvalue.redis"';
  assert.deepEqual(read(fileOf(text)).slice(2), [
    'secret_store property',
    'configs namespace',
    'local enumMember',
    'secret_settings class',
    'name property',
    'KEY parameter.declaration.readonly',
    'capability class',
    'name property',
    'keyvalue namespace',
    'redis type',
  ]);
});

test('values of every kind, in braces and over several lines, each line by itself', () => {
  const text =
    'a.b = [ # x\r\n 1, true, # y\r\n { c = 1979-05-27 } ]\r\nd = """\r\none\r\n\r\ntwo"""\r\n"e" = \'ü😀\' # z';
  assert.deepEqual(read(fileOf(text)), [
    'a property',
    'b property',
    '# x comment',
    '1 number',
    'true keyword',
    '# y comment',
    'c property',
    '1979-05-27 number',
    'd property',
    '""" string',
    'one string',
    'two""" string',
    '"e" property',
    "'ü😀' string",
    '# z comment',
  ]);
});

test('configs in braces and behind dots are configs too', () => {
  const text =
    '[[capability]]\nconfigs.A = "${envvars.V}"\n[[capability]]\nconfigs = { B = "${envvars.W}" }\nresource = "http"';
  assert.deepEqual(
    read(fileOf(text)).filter((token) => /variable|parameter/.test(token)),
    ['A variable', 'V parameter.readonly', 'B variable', 'W parameter.readonly'],
  );
});

test('empty and half-typed texts', () => {
  assert.deepEqual(read(fileOf('')), []);
  assert.deepEqual(read(fileOf('[[cap\nreso')), ['cap property', 'reso property']);
  assert.deepEqual(read(fileOf('[[capability]]\nresource = "keyvalue.re')), [
    'capability class',
    'resource property',
    '"keyvalue.re string',
  ]);
  assert.deepEqual(read(fileOf('name = ""')), ['name property', '"" string']);
});

test('a range has the tokens that it touches, where they stand in the whole', () => {
  const file = fileOf('a = 1\nb = [\n  2,\n  3,\n]\nc = 4 # end\n');
  const line = (start: number, end: number) => ({
    start: { line: start, character: 0 },
    end: { line: end, character: 0 },
  });
  assert.deepEqual(read(file, line(2, 3)), ['2 number']);
  assert.deepEqual(read(file, line(5, 6)), ['c property', '4 number', '# end comment']);
  assert.equal(semanticTokens(file, line(2, 3)).resultId, undefined, 'a part is no ground for an edit');
});

test('the edit from one answer to the next', () => {
  const cases: readonly (readonly [readonly number[], readonly number[], number])[] = [
    [[], [], 0],
    [[], [1, 2], 2],
    [[1, 2], [], 0],
    [[1, 2, 3], [1, 2, 3], 0],
    [[1, 2, 3], [1, 9, 3], 1],
    [[1, 1, 1], [1, 1, 1, 1], 1],
    [[1, 2, 1, 2], [1, 2], 0],
    [[0, 1], [0, 2, 1], 1],
  ];
  for (const [previous, next, sent] of cases) {
    const edits = semanticTokensDelta(previous, next);
    const result = [...previous];
    for (const { start, deleteCount, data = [] } of edits) result.splice(start, deleteCount, ...data);
    assert.deepEqual(result, next);
    assert.equal(edits.flatMap(({ data = [] }) => data).length, sent, 'no more is sent than changed');
  }
  assert.deepEqual(semanticTokensDelta([1, 2], [1, 2]), []);
});

test('a header of many parts, and the lines below it, are read in steps in proportion to the text', () => {
  const few = namesJoined(100);
  const many = namesJoined(1000);
  assert.ok(many < 11 * few, `${few} names are joined, and of ten times the text ${many}`);
});

/** How many names are put together to paths, in all. */
function namesJoined(count: number): number {
  const file = fileOf(`[${'a.'.repeat(count)}a]\n${'b = 1\n'.repeat(count)}`);
  const descriptor = Object.getOwnPropertyDescriptor(Array.prototype, 'join') ?? {};
  const join = descriptor.value as (this: readonly unknown[], mark?: string) => string;
  let joined = 0;
  const value = function (this: readonly unknown[], mark?: string): string {
    joined += this.length;
    return join.call(this, mark);
  };
  Object.defineProperty(Array.prototype, 'join', { ...descriptor, value });
  try {
    semanticTokens(file);
  } finally {
    Object.defineProperty(Array.prototype, 'join', descriptor);
  }
  return joined;
}
