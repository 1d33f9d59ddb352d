import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { frame, unframe } from './frames.ts';
import type { Connection, Handlers } from './json-rpc.ts';
import { connect, errorCodes, ResponseError } from './json-rpc.ts';

function never(): never {
  throw new Error('nobody should have called this');
}

test('messages are found however the stream is cut', () => {
  const messages = [{ id: 1 }, { text: 'ä𝒳\r\n\r\nContent-Length: 3' }, [], 'x'.repeat(9000)];
  const bytes = Buffer.from(messages.map((message) => frame(message as object)).join(''));
  for (const size of [1, 7, 64, bytes.length]) {
    const found: unknown[] = [];
    const feed = unframe((message) => found.push(message), never);
    for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size));
    assert.deepEqual(found, messages);
  }
});

test('headers may be in any case and order; what is no JSON is passed over', () => {
  const found: unknown[] = [];
  const feed = unframe((message) => found.push(message), never);
  feed(
    Buffer.from(
      'Content-Type: x\r\ncontent-LENGTH:2\r\n\r\n{}Content-Length: 4\r\n\r\n{"a:Content-Length: 1\r\n\r\n7',
    ),
  );
  assert.deepEqual(found, [{}, 7]);
});

test('a stream without a length is told of once, and not read on', () => {
  let broken = 0;
  const feed = unframe(never, () => broken++);
  feed(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  feed(Buffer.from('Content-Length: 2\r\n\r\n{}'));
  assert.equal(broken, 1);
});

/** A connection, what it sends, and a way to hand it messages. */
function connected(handlers: Partial<Handlers>): {
  connection: Connection;
  sent: object[];
  give: (...messages: unknown[]) => Promise<void>;
} {
  const sent: object[] = [];
  let take: (message: unknown) => void = never;
  const connection = connect(
    {
      send: (message) => sent.push(message),
      listen: (onMessage) => (take = onMessage),
      whenSent: (done) => done(),
    },
    { request: () => null, notification: () => undefined, ...handlers },
  );
  const give = async (...messages: unknown[]): Promise<void> => {
    for (const message of messages) take(message);
    for (let left = messages.length + 2; left > 0; left--) await turn();
  };
  return { connection, sent, give };
}

test('a request is answered, also by a promise, an error, or nothing', async () => {
  const { sent, give } = connected({
    request: (method) => {
      if (method === 'refused') return new ResponseError(errorCodes.requestFailed, 'No.');
      if (method === 'broken') throw new TypeError('Oh.');
      return method === 'late' ? Promise.resolve(2) : undefined;
    },
  });
  await give(...['now', 'late', 'refused', 'broken'].map((method, id) => ({ id, method })));
  assert.deepEqual(sent, [
    { jsonrpc: '2.0', id: 0, result: null },
    { jsonrpc: '2.0', id: 1, result: 2 },
    { jsonrpc: '2.0', id: 2, error: { code: errorCodes.requestFailed, message: 'No.' } },
    {
      jsonrpc: '2.0',
      id: 3,
      error: { code: errorCodes.internalError, message: 'Request broken failed: TypeError: Oh.' },
    },
  ]);
});

test('a request that is cancelled before its turn is not looked at; a running one is told', async () => {
  const asked: string[] = [];
  const { promise, resolve } = Promise.withResolvers<null>();
  let isCancelled = (): boolean => false;
  const { sent, give } = connected({
    request: (method, _, token) => {
      asked.push(method);
      isCancelled = () => token.isCancellationRequested;
      return promise;
    },
  });
  await give(
    { id: 'a', method: 'slow' },
    { id: 'b', method: 'never' },
    { method: '$/cancelRequest', params: { id: 'b' } },
  );
  assert.deepEqual(asked, ['slow']);
  assert.deepEqual(sent, [
    {
      jsonrpc: '2.0',
      id: 'b',
      error: { code: errorCodes.requestCancelled, message: 'The request was cancelled.' },
    },
  ]);
  assert.equal(isCancelled(), false);
  await give({ method: '$/cancelRequest', params: { id: 'a' } });
  assert.equal(isCancelled(), true);
  resolve(null);
});

test('the client is asked, and its answer or refusal comes back; what makes no sense is passed over', async () => {
  const told: unknown[] = [];
  const { connection, sent, give } = connected({
    notification: (method, params) => told.push([method, params]),
  });
  const answers = [connection.sendRequest('one'), connection.sendRequest('two', { a: 1 })];
  const settled = Promise.allSettled(answers);
  connection.sendNotification('tell', [1]);
  assert.deepEqual(sent, [
    { jsonrpc: '2.0', id: 1, method: 'one', params: undefined },
    { jsonrpc: '2.0', id: 2, method: 'two', params: { a: 1 } },
    { jsonrpc: '2.0', method: 'tell', params: [1] },
  ]);
  await give(
    null,
    7,
    {},
    [],
    { method: 7 },
    { id: 9, result: 0 },
    { method: '$/cancelRequest' },
    { method: 'note', params: 3 },
  );
  await give({ id: 2, error: { code: 5, message: 'No.' } }, { id: 1, result: 'yes' });
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  assert.deepEqual(told, [['note', 3]]);
});
