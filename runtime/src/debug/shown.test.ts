import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostResource } from '../hosts/values.ts';
import { createMasking } from '../trace/masking/masking.ts';
import { hidden, shown } from './shown.ts';

class Bucket extends HostResource {}

const masking = createMasking();
masking.add('hunter2-hunter2');

const text = (value: unknown) => shown(value, masking).text;

test('values are shown for people', () => {
  assert.equal(text('a "b"'), '"a \\"b\\""');
  assert.equal(text(Buffer.from('grün')), '"grün"');
  assert.equal(text(Uint8Array.of(0xff, 0)), '0xff00');
  assert.equal(text(7n), '7');
  assert.equal(text(undefined), 'none');
  assert.equal(text(new Bucket('bucket', 'orders')), 'bucket "orders"');
  assert.equal(text({ tag: 'str', val: 'a' }), 'str("a")');
  assert.equal(text({ tag: 'null' }), 'null');
  assert.deepEqual(
    shown([1, 'a'], masking).parts?.map(({ name, value }) => `${name}: ${value.text}`),
    ['0: 1', '1: "a"'],
  );
  assert.equal(text({ key: 'a', size: 1 }), '{key, size}');
});

test('what is long is cut, at a whole character', () => {
  assert.match(text('ü'.repeat(5000)), /^"ü{4096}"…$/);
  assert.match(text(Buffer.from('aü'.repeat(5000))), /^"(?:aü)+a?"…$/);
  assert.equal(shown(Array(1000).fill(0), masking).parts?.length, 100);
});

test('a secret is shown nowhere, not in part either', () => {
  for (const value of ['hunter2-hunter2', Buffer.from('hunter2-hunter2'), ['hunter2-hunter2']])
    assert.doesNotMatch(JSON.stringify(shown(value, masking)), /hunter2/);
  const long = `${'a'.repeat(4090)}hunter2-hunter2`;
  assert.doesNotMatch(text(long), /hunt/);
  assert.doesNotMatch(text(Buffer.from(long)), /hunt/);
  assert.deepEqual(hidden('value'), { type: 'text', text: '••••' });
});
