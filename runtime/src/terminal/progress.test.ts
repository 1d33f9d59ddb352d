import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createProgress } from './progress.ts';

function told(isTTY: boolean): string {
  let text = '';
  const progress = createProgress({ isTTY, write: (more: string) => (text += more) });
  progress.step('pulling redis', 0);
  progress.step('pulling redis', 0.5);
  progress.step('starting redis');
  progress.clear();
  progress.clear();
  return stripVTControlCharacters(text.replaceAll('\x1b[K', '<K>')).replaceAll('<K>', '\x1b[K');
}

test('a log gets a line a step', () => {
  assert.equal(told(false), 'slight  pulling redis\nslight  starting redis\n');
});

test('a terminal gets one line that is written over, and taken away once', () => {
  const line = (text: string) => `\r\x1b[K${text}`;
  assert.equal(
    told(true),
    ['slight  pulling redis 0 %', 'slight  pulling redis 50 %', 'slight  starting redis', '']
      .map(line)
      .join(''),
  );
});
