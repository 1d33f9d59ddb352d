/** Requests as hostile and as broken clients write them: answered as RFC 9112 wants, or refused and the connection closed. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Listening } from '@slight/runtime/http/server.ts';
import { reply, serving, textOf } from './handlers.ts';
import { statuses, Wire } from './wire.ts';

const host = 'Host: a\r\n';
const post = `POST / HTTP/1.1\r\n${host}`;
const last = 'Connection: close\r\n\r\n';
const chunked = `${post}Transfer-Encoding: chunked\r\n`;

/** What is sent, and the status of each answer before the server closes. */
const shapes: Readonly<Record<string, readonly [sent: string, ...answers: number[]]>> = {
  'a request': [`GET / HTTP/1.1\r\n${host}${last}`, 200],
  'empty lines before it': [`\r\n\r\nGET / HTTP/1.1\r\n${host}${last}`, 200],
  'HTTP/1.0, without Host': ['GET / HTTP/1.0\r\n\r\n', 200],
  'an absolute target': [`GET http://b:8/z HTTP/1.1\r\n${host}${last}`, 200],
  'OPTIONS of all': [`OPTIONS * HTTP/1.1\r\n${host}${last}`, 200],
  '10,000 bytes of a field': [`GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(10_000)}\r\n${last}`, 200],
  'chunks with extensions': [`${chunked}${last}3;a=b\r\nabc\r\n0\r\n\r\n`, 200],
  'an upgrade to HTTP/2, passed over': [
    `GET / HTTP/1.1\r\n${host}Upgrade: h2c\r\nHTTP2-Settings: AA\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n`,
    200,
  ],
  'bytes behind the last request': [`GET / HTTP/1.1\r\n${host}${last}GET / HTTP/1.1\r\n${host}\r\n`, 200],

  'chunked and a length': [`${chunked}Content-Length: 3\r\n\r\n0\r\n\r\nG`, 400],
  'a length and chunked': [`${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`, 400],
  'two lengths': [`${post}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`, 400],
  'the same length twice': [`${post}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400],
  'a list of lengths': [`${post}Content-Length: 3, 3\r\n\r\nabc`, 400],
  'a length with a sign': [`${post}Content-Length: +3\r\n\r\nabc`, 400],
  'a negative length': [`${post}Content-Length: -3\r\n\r\nabc`, 400],
  'a hexadecimal length': [`${post}Content-Length: 0x3\r\n\r\nabc`, 400],
  'an empty length': [`${post}Content-Length: \r\n\r\nabc`, 400],
  'a length past all numbers': [`${post}Content-Length: 99999999999999999999\r\n\r\nabc`, 400],
  'a folded field': [`GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`, 400],
  'a space before the first field': [`GET / HTTP/1.1\r\n X: a\r\n${host}\r\n`, 400],
  'a space before a colon': [`${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, 400],
  'a field without a name': [`GET / HTTP/1.1\r\n${host}: x\r\n\r\n`, 400],
  'NUL in a field': [`GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`, 400],
  'NUL in a name': [`GET / HTTP/1.1\r\n${host}X\0: a\r\n\r\n`, 400],
  'CR alone in a field': [`GET / HTTP/1.1\r\n${host}X: a\rY: b\r\n\r\n`, 400],
  'LF alone behind the request line': [`GET / HTTP/1.1\n${host}\r\n`, 400],
  'LF alone behind a field': [`GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n`, 400],
  'LF alone behind the head': [`GET / HTTP/1.1\r\n${host}\n`, 400],
  'LF alone behind the size of a chunk': [`${chunked}\r\n3\nabc\r\n0\r\n\r\n`, 400],
  'LF alone behind a chunk': [`${chunked}\r\n3\r\nabc\n0\r\n\r\n`, 400],
  'a chunk without a size': [`${chunked}\r\nzz\r\nabc\r\n0\r\n\r\n`, 400],
  'a space behind the size of a chunk': [`${chunked}\r\n3 \r\nabc\r\n0\r\n\r\n`, 400],
  'a size with 0x': [`${chunked}\r\n0x3\r\nabc\r\n0\r\n\r\n`, 400],
  'a size past all numbers': [`${chunked}\r\n${'f'.repeat(20)}\r\nabc\r\n0\r\n\r\n`, 400],
  'a chunk that is longer than its size': [`${chunked}\r\n3\r\nabcd\r\n0\r\n\r\n`, 400],
  'chunk extensions without an end': [`${chunked}\r\n3;${'a'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`, 413],
  'chunked twice': [`${chunked}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  'chunked in chunked': [`${post}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 400],
  'chunked, and then something': [`${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 400],
  'something, and then chunked': [`${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501],
  'nearly chunked': [`${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 501],
  'chunked in quotes': [`${post}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`, 501],
  'chunked behind a control character': [`${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`, 400],
  'chunked in HTTP/1.0': ['POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  'no Host': ['GET / HTTP/1.1\r\n\r\n', 400],
  'two Hosts': [`GET / HTTP/1.1\r\n${host}host: b\r\n\r\n`, 400],
  'a Host that is none': ['GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
  'a Host with a path': ['GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
  'GET of all': [`GET * HTTP/1.1\r\n${host}\r\n`, 400],
  'a target without a slash': [`GET a HTTP/1.1\r\n${host}\r\n`, 400],
  'a target with a fragment': [`GET /a#b HTTP/1.1\r\n${host}\r\n`, 400],
  'a target that is not ASCII': [`GET /\xe9 HTTP/1.1\r\n${host}\r\n`, 400],
  'a method in small letters': [`get / HTTP/1.1\r\n${host}\r\n`, 400],
  'a method that nobody knows': [`BREW / HTTP/1.1\r\n${host}\r\n`, 501],
  CONNECT: [`CONNECT a:80 HTTP/1.1\r\n${host}\r\n`, 501],
  TLS: ['\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', 400],
  'HTTP/1.2': [`GET / HTTP/1.2\r\n${host}\r\n`, 505],
  'HTTP/2 without TLS': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  'fields that are too large': [`GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  'a target that is too long': [`GET /${'a'.repeat(9_000)} HTTP/1.1\r\n${host}\r\n`, 414],
  'a target that is longer than a head': [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 414],
  'a WebSocket': [
    `GET / HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AA==\r\n\r\n`,
    501,
  ],

  'what is no request, behind one': [`GET / HTTP/1.1\r\n${host}\r\n\x01\r\n\r\n`, 200, 400],
  'a request behind a refused one': [`GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n${host}\r\n`, 400],
  'a request hidden in a body': [
    `${post}Content-Length: 33\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n${host}${last}`,
    200,
    200,
  ],
  'a body that nobody reads and is broken': [
    `POST /unread HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    200,
  ],
};

describe('shapes of requests', { timeout: 60_000 }, () => {
  let server: Listening;
  const asked: string[] = [];

  before(async () => {
    server = await serving(
      async (exchange) => {
        asked.push(exchange.target);
        await reply(exchange, exchange.target === '/unread' ? '' : await textOf(exchange));
      },
      // where it closes, that is not because nothing comes
      { limits: { idle: 3_600_000 } },
    );
  });
  after(() => server[Symbol.asyncDispose]());

  for (const [name, [sent, ...answers]] of Object.entries(shapes)) {
    it(name, async () => {
      using wire = await Wire.to(server.url);
      const received = await wire.sendBytes(sent).end();
      assert.deepEqual(statuses(received), answers, received);
      if (!/^HTTP\/1.1 [45]/.test(received)) return;
      assert.match(received, /^Connection: close\r$/m);
      // one sentence, which does not repeat what was sent
      assert.match(received, /\r\n\r\n[A-Z][^\n]*[^.]\.\n$/);
    });
  }

  it('hands no part of a body over as a request', () => {
    assert.equal(asked.includes('/hidden'), false);
  });
});
