import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedPreview, preview } from './preview.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a preview is the text where the value is UTF-8', () => {
  assert.deepEqual(preview(bytes('grüße')), { size: 7, text: 'grüße' });
  assert.deepEqual(preview(bytes('')), { size: 0, text: '' });
});

test('a preview is hexadecimal where the value is not UTF-8', () => {
  assert.deepEqual(preview(Uint8Array.of(0xff, 0x00, 0x10)), { size: 3, text: 'ff0010' });
});

test('a long value is cut between characters', () => {
  assert.deepEqual(preview(bytes('a'.repeat(63) + '🙂')), { size: 67, text: 'a'.repeat(63) + '…' });
});

test('a value that is cut off in the middle of a character is not text', () => {
  assert.equal(preview(bytes('🙂').subarray(0, 3)).text, 'f09f99');
});

test('a masked preview tells the size alone', () => {
  assert.deepEqual(maskedPreview(bytes('hunter2')), { size: 7, text: '••••' });
});
