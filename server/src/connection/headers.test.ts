import assert from 'node:assert/strict';
import { constants } from 'node:buffer';
import { test } from 'node:test';
import { checkedHeaders } from './headers.ts';

/** What is given of a stream that comes in these pieces, and why it is not all. */
function checked(...pieces: readonly string[]) {
  let given = '';
  const faults: string[] = [];
  const check = checkedHeaders({
    give: (bytes) => (given += bytes.toString('latin1')),
    fail: (reason) => faults.push(reason),
  });
  for (const piece of pieces) check(Buffer.from(piece));
  return { given, faults };
}

test('whole headers and their messages are given as they came, however the stream is cut', () => {
  const text = [
    'Content-Length: 4\r\n\r\n\r\n\r\n',
    'content-length:0\r\nContent-Type: a; charset=utf-8\r\n\r\n',
    'Content-Length: 3\r\nCONTENT-LENGTH:3 \r\n\r\nabc',
    'X:\r\nContent-Length: 000000000012\r\n\r\nContent-Leng',
  ].join('');
  assert.deepEqual(checked(text), { given: text, faults: [] });
  for (const size of [1, 3, 7, 20])
    assert.deepEqual(checked(...(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])), {
      given: text,
      faults: [],
    });
});

test('a header that has not come whole is held back, a message that has not is not', () => {
  assert.equal(checked('Content-Length: 9\r\n\r').given, '');
  assert.equal(checked('Content-Length: 9\r\n\r', '\nab').given, 'Content-Length: 9\r\n\r\nab');
});

const good = 'Content-Length: 2\r\n\r\n{}';
const faults: Record<string, string> = {
  'Content-Length: ٣': 'its header has the line "Content-Length: ??", which is no name and value in ASCII.',
  'Content-Type: x': 'its header has no Content-Length: "Content-Type: x".',
  '': 'its header has the line "", which is no name and value in ASCII.',
  'Content-Length : 2': 'its header has no Content-Length: "Content-Length : 2".',
  'Content-Lenght 12': 'its header has the line "Content-Lenght 12", which is no name and value in ASCII.',
  '\ufeffContent-Length: 2':
    'its header has the line "???Content-Length: 2", which is no name and value in ASCII.',
  'Content-Length: 2\r': 'its header has the line "Content-Length: 2?", which is no name and value in ASCII.',
  'Content-Length: 2\nX: y':
    'its header has the line "Content-Length: 2?X: y", which is no name and value in ASCII.',
  'Content-Length: 2\r\nContent-Length: 3': 'its header has two values of Content-Length, "2" and "3".',
  [`Content-Length: ${constants.MAX_STRING_LENGTH + 1}`]: `Content-Length is "${constants.MAX_STRING_LENGTH + 1}", and no message may have more than ${constants.MAX_STRING_LENGTH} bytes.`,
  [`Content-Length: ${'x'.repeat(99)}`]: `Content-Length is "${'x'.repeat(57)}...", which is no number of bytes.`,
};
for (const value of ['', 'many', '0x2', '+42', '-5', '2.5', '1e1', '2 2'])
  faults[`Content-Length: ${value}`] = `Content-Length is "${value}", which is no number of bytes.`;

for (const [header, fault] of Object.entries(faults))
  test(`a broken header is told of, and nothing of it is given: ${JSON.stringify(header)}`, () => {
    assert.deepEqual(checked(`${good}${header}\r\n\r\n{}${good}`), { given: good, faults: [fault] });
  });

test('a header without an end is not waited for', () => {
  const fault = 'its header does not end within 65536 bytes.';
  assert.deepEqual(checked(good, 'x'.repeat(65_536)), { given: good, faults: [] });
  assert.deepEqual(checked(good, 'x'.repeat(65_536), 'x'), { given: good, faults: [fault] });
  assert.deepEqual(checked(`${good}X: ${'x'.repeat(65_534)}\r\n${good}`), { given: good, faults: [fault] });
});

test('the longest message is not refused', () => {
  const header = `Content-Length: ${constants.MAX_STRING_LENGTH}\r\n\r\n`;
  assert.deepEqual(checked(header), { given: header, faults: [] });
});
