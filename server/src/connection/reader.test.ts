import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { readerOf } from './reader.ts';

function frame(text: string, length = Buffer.byteLength(text)): string {
  return `Content-Length: ${length}\r\n\r\n${text}`;
}

/** A reader of what is fed, what it has given, message by message, and why it could not read on. */
function reading(onMessage: () => void = () => undefined) {
  const input = new PassThrough();
  const given: object[] = [];
  const broken: string[] = [];
  const reader = readerOf(input, (reason) => broken.push(reason));
  reader.listen((message) => {
    given.push(message);
    onMessage();
  });
  const feed = async (...chunks: (string | Buffer)[]): Promise<void> => {
    for (const chunk of chunks) input.write(chunk);
    for (let left = 40; left > 0; left--) await turn();
  };
  return { input, feed, given, broken };
}

test('messages are found however the stream is cut', async () => {
  const messages = [
    { jsonrpc: '2.0', id: 1, method: 'ä𝒳' },
    { jsonrpc: '2.0', method: 'a', params: '\r\n\r\nContent-Length: 3' },
    { jsonrpc: '2.0', id: 'x', result: 'x'.repeat(9000) },
  ];
  const bytes = Buffer.from(messages.map((message) => frame(JSON.stringify(message))).join(''));
  for (const size of [1, 7, 64, bytes.length]) {
    const { feed, given } = reading();
    const cuts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size);
    await feed(...cuts.map((at) => bytes.subarray(at, at + size)));
    assert.deepEqual(given, messages);
  }
});

test('headers may be in any case and order; what is no JSON, or no message, is passed over', async () => {
  const { feed, given, broken } = reading();
  await feed('Content-Type: x\r\ncontent-LENGTH:21\r\n\r\n{"id":1,"method":"a"}', frame('{"a:'));
  const nonsense = [
    'null',
    '7',
    '{}',
    '[{"id":2,"method":"a"}]',
    '{"method":7}',
    '{"id":null,"method":"a"}',
    '{"method":"$/cancelRequest"}',
    '{"method":"$/cancelRequest","params":null}',
    '{"method":"$/setTrace"}',
    '{"method":"$/setTrace","params":null}',
    '{"method":"$/setTrace","params":["off"]}',
    '{"method":"window/workDoneProgress/cancel","params":null}',
  ];
  await feed(...nonsense.map((text) => frame(text)), frame('{"method":"b"}'));
  assert.deepEqual(given, [{ id: 1, method: 'a' }, { method: 'b' }]);
  assert.deepEqual(broken, []);
});

test('an answer that leaves out its result has null for one', async () => {
  const { feed, given } = reading();
  await feed(frame('{"id":1}'), frame('{"id":2,"error":{"code":1,"message":"No."}}'));
  assert.deepEqual(given, [
    { id: 1, result: null },
    { id: 2, error: { code: 1, message: 'No.' } },
  ]);
});

for (const header of ['Content-Type: x', 'Content-Length: many', 'Content-Lenght 12'])
  test(`a stream that cannot be read on is told of once: ${header}`, async () => {
    const { feed, given, broken } = reading();
    await feed(frame('{"method":"a"}') + `${header}\r\n\r\n{}`, frame('{"method":"b"}'), `${header}\r\n\r\n`);
    assert.deepEqual(
      given,
      [{ method: 'a' }, { jsonrpc: '2.0', method: 'exit' }],
      'what was said before counts',
    );
    assert.equal(broken.length, 1);
    assert.match(broken.join(), /^[^\n]+$/);
  });

test('what the client sent ahead of a broken header counts, however much of it came at once', async () => {
  for (const cut of [0, 5, 30, 60]) {
    const { feed, given, broken } = reading();
    const text = `${frame('{"method":"a"}')}Content-Length: 0x2\r\n\r\n{}${frame('{"method":"b"}')}`;
    await feed(text.slice(0, cut), text.slice(cut));
    assert.deepEqual(given, [{ method: 'a' }, { jsonrpc: '2.0', method: 'exit' }]);
    assert.deepEqual(broken, ['Content-Length is "0x2", which is no number of bytes.']);
  }
});

test('what arrives together is given together', async () => {
  const turns: number[] = [];
  let now = 0;
  const { feed } = reading(() => turns.push(now));
  const count = (): void => {
    now += 1;
    if (now < 40) setImmediate(count);
  };
  setImmediate(count);
  await feed(frame('{"method":"a"}') + frame('{"method":"b"}') + frame('{"method":"c"}'));
  assert.equal(turns.length, 3);
  assert.equal(new Set(turns).size, 1);
});

test('a client that closes its end has said exit, behind all that it had said; half a message is none', async () => {
  const { input, feed, given } = reading();
  input.end(frame('{"method":"a"}').repeat(9) + frame('{"method":"b"}', 99));
  await feed();
  assert.equal(given.length, 10);
  assert.deepEqual(given.at(-1), { jsonrpc: '2.0', method: 'exit' });
});
