import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeBytes } from './analyze.ts';
import { decode } from '@slight/text/decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

for (const text of ['', 'a', '\ufeffa', 'é € 😀 \ufffd', '\0', 'a\0b', '\ufffe']) {
  test(`${JSON.stringify(text)} is itself`, () => assert.deepEqual(decode(utf8(text)), { text }));
}

// | is where the bytes are that are none
const wrong: readonly (readonly [string, readonly number[], string])[] = [
  ['a lone continuation', [0x80], '0x80'],
  ['a character of Latin-1', [0xe9], '0xE9'],
  ['a character that is cut short', [0xe2, 0x82], '0xE2'],
  ['one that is written too long', [0xc0, 0xaf], '0xC0'],
  ['half of a pair', [0xed, 0xa0, 0x80], '0xED'],
  ['one above Unicode', [0xf4, 0x90, 0x80, 0x80], '0xF4'],
];

for (const [what, bytes, name] of wrong) {
  for (const [before, after] of [
    ['', ''],
    ['é 😀 \ufffd = "', '" # \ufffd'],
  ] as const) {
    test(`${what} between ${JSON.stringify(before)} and ${JSON.stringify(after)} is found`, () => {
      const { problem, text } = decode(Uint8Array.from([...utf8(before), ...bytes, ...utf8(after)]));
      assert.deepEqual(problem?.span, { start: before.length, end: before.length + 1 });
      assert.ok(problem.message.includes(`byte ${name} `), problem.message);
      assert.ok(text.startsWith(`${before}\ufffd`) && text.endsWith(after));
    });
  }
}

const cyrillic = 'specversion = "0.2"\n# ' + 'по-русски '.repeat(20);

for (const [what, bytes] of Object.entries({
  'a mark': Buffer.from('\ufeffa', 'utf16le'),
  'a mark, the high byte first': Buffer.from('\ufeffa', 'utf16le').swap16(),
  'no mark': Buffer.from('a = 1', 'utf16le'),
  'no mark, the high byte first': Buffer.from('a = 1', 'utf16le').swap16(),
  'another alphabet': Buffer.from(cyrillic, 'utf16le'),
  'an odd last byte': Buffer.concat([Buffer.from('a = 1', 'utf16le'), Buffer.from([0x20])]),
})) {
  test(`UTF-16 with ${what} is told as what it is`, () => {
    const { problem } = decode(bytes);
    assert.match(problem?.message ?? '', /^This file is UTF-16/);
    assert.equal(problem?.span.start, 0);
  });
}

test('of bytes that are no UTF-8 nothing else is said', () => {
  const { problems } = analyzeBytes(Uint8Array.from([...utf8('colour = 1\n'), 0xff]));
  assert.deepEqual(
    problems.map(({ code, severity }) => [code, severity]),
    [['not-utf8', 'error']],
  );
});
