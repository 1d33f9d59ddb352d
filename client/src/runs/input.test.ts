import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineInput } from './input.ts';

function type(...data: readonly string[]): { shown: string; did: readonly string[] } {
  let shown = '';
  const did: string[] = [];
  const input = lineInput({
    show: (text) => (shown += text),
    line: (text) => did.push(text),
    end: () => did.push('end'),
    interrupt: () => did.push('interrupt'),
  });
  data.forEach(input);
  return { shown, did };
}

test('a line is shown as it is typed and given with its newline', () => {
  assert.deepEqual(type('A', 'd', 'x', '\x7f', 'a', '\r'), { shown: 'Adx\b \ba\r\n', did: ['Ada\n'] });
});

test('pasted lines are given one by one; a character beyond U+FFFF is one', () => {
  assert.deepEqual(type('one\r\ntwo\n🦊\x7f!\r').did, ['one\n', 'two\n', '!\n']);
});

test('Ctrl+C interrupts, Ctrl+D ends an empty line only, arrows do nothing', () => {
  assert.deepEqual(type('\x03', '\x1b[A', 'a\x04\r', '\x04').did, ['interrupt', 'a\n', 'end']);
});

test('nothing is rubbed out of an empty line', () => {
  assert.deepEqual(type('\x7f', '\r'), { shown: '\r\n', did: ['\n'] });
});
