import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMasking } from './masking/masking.ts';
import { maskedPreview, preview as previewOf } from './preview.ts';
import type { Preview } from './events.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function preview(value: Uint8Array, ...secrets: readonly string[]): Preview {
  const masking = createMasking();
  for (const secret of secrets) masking.add(secret);
  return previewOf(value, masking);
}

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

test('a secret in a value is masked before the value is cut', () => {
  const secret = 'correct-horse-battery';
  for (const before of ['', 'x'.repeat(50), 'x'.repeat(60), 'x'.repeat(63)]) {
    const value = bytes(`${before}${secret}y`);
    assert.deepEqual(preview(value, secret), {
      size: value.length,
      text: before === '' ? '••••y' : `${before}••••…`,
    });
  }
  const later = bytes('x'.repeat(64) + secret);
  assert.equal(preview(later, secret).text, 'x'.repeat(64) + '…');
});

test('a secret in a value that is no text is masked in its hexadecimal', () => {
  const value = Uint8Array.of(0xff, ...bytes('correct-horse'), 0xfe);
  assert.deepEqual(preview(value, 'correct-horse'), { size: 15, text: 'ff••••fe' });
});

test('a form that goes far over the end of a preview is masked in it', () => {
  const escaped = Array.from(
    'correct-horse',
    (one) => `\\\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const value = bytes('x'.repeat(62) + escaped.join(''));
  assert.equal(preview(value, 'correct-horse').text, 'x'.repeat(62) + '••••…');
});
