import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { toPlain } from './plain.ts';

test('integers keep their 64 bits, or are numbers on demand', () => {
  const document = parse('a = 9223372036854775807\nb = 1.0\nc = [1, 2.5]');
  assert.deepEqual({ ...toPlain(document) }, { a: 9223372036854775807n, b: 1, c: [1n, 2.5] });
  const numbers = toPlain(document, { integers: 'number' });
  assert.deepEqual({ ...numbers }, { a: 2 ** 63, b: 1, c: [1, 2.5] });
});

test('tables are objects however they are written, and lists of them arrays', () => {
  const document = parse('a.b = "x"\nc = { d = true }\n[[e]]\n[[e]]\nf = 1979-05-27\n');
  const plain = JSON.stringify(toPlain(document));
  assert.equal(
    plain,
    '{"a":{"b":"x"},"c":{"d":true},"e":[{},{"f":{"type":"local-date","datetime":"1979-05-27"}}]}',
  );
});

test('what has no value is left out, and keeps its place in an array', () => {
  const document = parse('a =\nb = [1, x, 3]\n');
  assert.deepEqual({ ...toPlain(document) }, { b: [1n, undefined, 3n] });
});

test('a table alone can be asked for', () => {
  const { sections } = parse('a = 1\n[b]\nc = 2\n');
  const table = sections[1]?.table;
  assert.ok(table);
  assert.deepEqual({ ...toPlain(table) }, { c: 2n });
});
