import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt } from './excerpt.ts';

/** `[` and `]` are around what is meant. */
function draw(marked: string, room = 20): string {
  const start = marked.indexOf('[');
  const line = marked.replace(/[[\]]/g, '');
  const shown = excerpt(line, { start, end: marked.indexOf(']') - 1 }, room);
  assert.ok(shown.line.length <= Math.max(room, 30), `${shown.line.length} characters`);
  return `${shown.line}\n${shown.indent}${'^'.repeat(shown.width)}`;
}

test('a line that fits is shown whole, its tabs too', () => {
  assert.equal(draw('\ta = [1] # one'), '\ta = 1 # one\n\t    ^');
});

test('what means nothing is shown as one character', () => assert.equal(draw('a []b'), 'a b\n  ^'));

test('a line that is too long is cut behind what is meant', () => {
  assert.equal(draw(`a = [1] # ${'x'.repeat(100)}`), 'a = 1 # xxxxxxxxxxx…\n    ^');
});

test('and in front of it', () => {
  assert.equal(
    draw(`${'x'.repeat(100)} = [1] # end`, 40),
    `…${'x'.repeat(17)} = 1 # end\n${' '.repeat(21)}^`,
  );
});

test('what is meant is cut, too, where it is too long', () => {
  assert.equal(draw(`a = [${'x'.repeat(100)}] # end`), `a = ${'x'.repeat(15)}…\n    ${'^'.repeat(16)}`);
});

test('control characters are shown as what they are, and the underline stands below what it means', () => {
  assert.equal(draw('\x1b[a] = 1'), '\\u001ba = 1\n      ^');
  assert.equal(draw('a [\x1b] b'), 'a \\u001b b\n  ^^^^^^');
});

test('no character is cut in half', () => {
  for (let length = 60; length < 64; length++) {
    const text = draw(`${'x'.repeat(length)}${'😀'.repeat(30)}[y]${'😀'.repeat(30)}`, 41);
    assert.ok(text.isWellFormed());
  }
});
