import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from './request.ts';
import { shown } from './shown.ts';

const request = { method: 'POST', url: 'http://127.0.0.1:3000/orders' };

function answer(type: string, body: Uint8Array, more: Partial<Answer> = {}): Answer {
  const headers: Answer['headers'] = [
    ['content-type', type],
    ['x-id', '7'],
  ];
  return { status: 201, statusText: 'Created', headers, body, duration: 12.4, ...more };
}

test('the status, the headers and the body', () => {
  assert.deepEqual(shown(request, answer('application/json', Buffer.from('{"a":1}'))), {
    text: [
      '# POST http://127.0.0.1:3000/orders: 7 bytes in 12 ms',
      '201 Created',
      'content-type: application/json',
      'x-id: 7',
      '',
      '{',
      '  "a": 1',
      '}',
    ].join('\n'),
  });
});

test('of a body that is no text, or too long for an editor, its size', () => {
  for (const [type, body, unshown] of [
    ['image/png', Buffer.from([0x89, 0x50, 0x00]), '3 bytes of image/png'],
    ['text/plain', Buffer.alloc(4_000_001, 'a'), '4.0 MB of text/plain'],
    ['', Buffer.from([0xff]), '1 byte of binary data'],
  ] as const) {
    const found = shown(request, answer(type, body));
    assert.equal(found.unshown, unshown);
    assert.ok(found.text.endsWith(`\n\n# ${unshown}`), found.text);
  }
});

test('a status without words', () => {
  const { text } = shown(request, answer('', new Uint8Array(), { status: 599, statusText: '' }));
  assert.equal(text.split('\n')[1], '599');
});
