import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servingOptions } from './commands/serving.ts';
import { bytesOf, listenOf, millisecondsOf } from './serving.ts';

for (const [text, listen] of [
  ['127.0.0.1:80', { host: '127.0.0.1', port: 80 }],
  ['localhost', { host: 'localhost' }],
  ['0.0.0.0', { host: '0.0.0.0' }],
  [':3000', { port: 3000 }],
  ['3000', { port: 3000 }],
  [':0', { port: 0 }],
  [':auto', { port: 'auto' }],
  ['auto', { port: 'auto' }],
  ['my-host.example:auto', { host: 'my-host.example', port: 'auto' }],
  ['[::1]:3000', { host: '::1', port: 3000 }],
  ['[::]', { host: '::' }],
] as const) {
  test(`--listen ${text}`, () => assert.deepEqual(listenOf(text), listen));
}

for (const text of ['', ':', '::1', ':x', '1.2.3', 'a:65536', '[x]:1', 'http://a:1', 'a:1/', ' a', '-1']) {
  test(`--listen "${text}" is no address`, () => {
    assert.throws(() => listenOf(text), {
      code: 'usage',
      message: /^--listen .+ is no address\. Write it as HOST:PORT, :PORT or HOST, /,
    });
  });
}

test('a time is in seconds', () => {
  const time = millisecondsOf('--grace');
  assert.deepEqual(['0', '10', '0.25'].map(time), [0, 10_000, 250]);
  for (const text of ['', 'x', '-1', '1s', '.5', '1e3', '99999999']) {
    assert.throws(() => time(text), { code: 'usage', message: /^--grace .+ is no number of seconds\. / });
  }
});

test('a size is in bytes, or in the unit that it names', () => {
  const size = bytesOf('--max-body');
  assert.deepEqual(
    ['0', '512', '1k', '2KiB', '3MB', '4mib', '1G', '16b'].map(size),
    [0, 512, 1_000, 2_048, 3_000_000, 4_194_304, 1_000_000_000, 16],
  );
  for (const text of ['', 'x', '-1', '1.5MB', '1 KB', '1TB', '9999999999999', 'KiB']) {
    assert.throws(() => size(text), { code: 'usage', message: /^--max-body .+ is no size\. / });
  }
});

test('a limit of 0 is refused where it says nothing', () => {
  const options = servingOptions().filter(({ long }) => /^--max-|\w-timeout$/.test(long ?? ''));
  assert.equal(options.length, 9);
  for (const { long, parseArg: parsed } of options) {
    const parse = (text: string): unknown => parsed?.(text, undefined);
    if (long === '--max-body') assert.equal(parse('0'), 0);
    else
      assert.throws(() => parse('0'), {
        code: 'usage',
        message: `${long} 0 is no limit that a client could keep. Give more than 0, or leave ${long} out.`,
      });
  }
});
