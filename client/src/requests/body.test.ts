import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentTypeOf, laidOut, sizeOf, textIn } from './body.ts';

test('what is written is sent as JSON where it is an object or a list, else as text', () => {
  for (const text of ['{"a": 1}', ' [] ']) assert.equal(contentTypeOf(text), 'application/json', text);
  for (const text of ['12', '"a"', 'null', '{a: 1}', 'hello'])
    assert.equal(contentTypeOf(text), 'text/plain; charset=utf-8', text);
});

test('the text of a body, by its bytes and its charset', () => {
  assert.equal(textIn(Buffer.from('grüße\t\r\n'), ''), 'grüße\t\r\n');
  assert.equal(textIn(Buffer.from('gr\xfc\xdfe', 'latin1'), 'text/plain; charset="ISO-8859-1"'), 'grüße');
  // it says that it is text, and is none
  assert.equal(textIn(Buffer.from('gr\xfc\xdfe', 'latin1'), 'text/plain'), undefined);
  assert.equal(textIn(Buffer.from('a\0b'), 'text/plain'), undefined);
  assert.equal(textIn(Buffer.from('a'), 'text/plain; charset=klingon'), undefined);
});

test('JSON is laid out in lines, and nothing else', () => {
  for (const type of ['application/json', 'application/problem+json; charset=utf-8'])
    assert.equal(laidOut('{"a":[1]}', type), '{\n  "a": [\n    1\n  ]\n}');
  for (const [text, type] of [
    ['{"a":', 'application/json'],
    ['{"a":1}', 'text/plain; note=/json'],
  ] as const)
    assert.equal(laidOut(text, type), text);
});

test('sizes', () => {
  assert.deepEqual([0, 1, 999, 1234, 3_400_000].map(sizeOf), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.2 kB',
    '3.4 MB',
  ]);
});
