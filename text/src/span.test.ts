import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineIndex, touches } from './span.ts';

test('lines end at every line end that LSP knows', () => {
  const text = 'a\nb\r\nc\rd';
  const lines = new LineIndex(text);
  const positions = ['a', 'b', 'c', 'd'].map((letter) => lines.position(text.indexOf(letter)));
  assert.deepEqual(
    positions,
    [0, 1, 2, 3].map((line) => ({ line, character: 0 })),
  );
});

test('a character counts in UTF-16 units', () => {
  assert.deepEqual(new LineIndex('🙂x').position(2), { line: 0, character: 2 });
});

test('an offset outside the text is drawn to its end', () => {
  const lines = new LineIndex('a\nbc');
  assert.deepEqual(lines.position(99), { line: 1, character: 2 });
  assert.deepEqual(lines.position(-1), { line: 0, character: 0 });
  assert.deepEqual(new LineIndex('').range({ start: 0, end: 0 }), {
    start: { line: 0, character: 0 },
    end: { line: 0, character: 0 },
  });
});

test('a cursor behind the last letter still touches it', () => {
  const span = { start: 2, end: 4 };
  assert.deepEqual(
    [1, 2, 4, 5].map((offset) => touches(span, offset)),
    [false, true, true, false],
  );
});
