import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { toPlain } from './plain.ts';
import { tomlKey, tomlString } from './write.ts';

const all = String.fromCharCode(...Array.from({ length: 0x180 }, (_, unit) => unit));

test('every character is read back from a string', () => {
  const { root, errors } = parse(`a = ${tomlString(all)}`);
  assert.deepEqual([errors, { ...toPlain(root) }], [[], { a: all }]);
});

test('a string is on one line, and in the same quotes whatever is in it', () => {
  assert.equal(tomlString('say "x"\nor \'y\'\r\t\\\b\f'), String.raw`"say \"x\"\nor 'y'\r\t\\\b\f"`);
  assert.equal(tomlString('\u0000\u0001\u001f\u007f'), String.raw`"\u0000\u0001\u001f\u007f"`);
  assert.equal(tomlString('\u0080'), '"\u0080"');
  assert.equal(tomlString('grüße 👋'), '"grüße 👋"');
});

test('a key is bare where it can be', () => {
  const keys = ['a-B_1', 'toISOString', '__proto__', '', 'a b', 'a.b', 'é', 'a"b', all];
  const quoted = ['""', '"a b"', '"a.b"', '"é"', String.raw`"a\"b"`, tomlString(all)];
  assert.deepEqual(keys.map(tomlKey), ['a-B_1', 'toISOString', '__proto__', ...quoted]);
});
