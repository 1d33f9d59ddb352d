/** Bodies both ways: chunked and with a length, trailers, HEAD, more than fits into memory, and what does not fit its head. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, it } from 'node:test';
import type { Exchange, OutgoingBody } from '@slight/runtime/ports/http.ts';
import { chunksOf, echo, reply, serving, textOf } from './handlers.ts';
import { statuses, talk, Wire } from './wire.ts';

const limit = { timeout: 60_000 };

describe('bodies', limit, () => {
  it('come chunked, with trailers, and go out so', async () => {
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      for await (const chunk of chunksOf(exchange)) body.output.write(chunk);
      await new Promise(setImmediate);
      // what says how a message is framed may not come behind it
      await body.finish([...exchange.body.trailers(), ['Content-Length', '7']]);
    });
    const received = await talk(
      server.url,
      'POST / HTTP/1.1\nHost: a\nConnection: close\nTransfer-Encoding: chunked\n\n3\nabc\n2;x=y\nde\n0\nX-Sum: 5\n\n',
    );
    assert.match(received, /\r\nTransfer-Encoding: chunked\r\n/);
    // where a chunk ends says nothing (RFC 9112, 7.1): what is written in one turn is one
    assert.match(received, /\r\n5\r\nabcde\r\n0\r\nX-Sum: 5\r\n\r\n$/);
  });

  it('go out in one write with a length, where they are finished in the turn in which they began', async () => {
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, [['X-A', '1']]);
      body.output.write(Buffer.from('hel'));
      body.output.write(Buffer.from('lo'));
      await body.finish();
    });
    const received = await talk(server.url, 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n');
    assert.match(received, /^HTTP\/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 5\r\n[^]*\r\n\r\nhello$/);
  });

  it('go out as they come, the head too', async () => {
    let go: (() => void) | undefined;
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      for (const text of ['', 'a', 'b']) {
        if (text !== '') body.output.write(Buffer.from(text));
        await new Promise<void>((resolve) => (go = resolve));
      }
      await body.finish();
    });
    using wire = await Wire.to(server.url);
    wire.send('GET / HTTP/1.1\nHost: a\nConnection: close\n\n');
    assert.doesNotMatch(await wire.until(/\r\n\r\n/), /\r\n\r\n./);
    go?.();
    assert.doesNotMatch(await wire.until(/\r\n1\r\na\r\n/), /b\r\n$/);
    go?.();
    await wire.until(/\r\n1\r\nb\r\n/);
    go?.();
    assert.match(await wire.end(), /\r\n0\r\n\r\n$/);
  });

  it('go out without chunks to a client of HTTP/1.0', async () => {
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, [['Trailer', 'X-Sum']]);
      body.output.write(Buffer.from('abc'));
      await new Promise(setImmediate);
      body.output.write(Buffer.from('de'));
      await body.finish([['X-Sum', '5']]);
    });
    const received = await talk(server.url, 'GET / HTTP/1.0\n\n');
    assert.doesNotMatch(received, /Transfer-Encoding|Trailer|X-Sum/);
    assert.match(received, /\r\n\r\nabcde$/);
  });

  it('go both ways at once', async () => {
    await using server = await serving(echo);
    const asked = request(server.url, { method: 'POST' });
    asked.write('one');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.setEncoding('utf8');
    assert.deepEqual(await once(answer, 'data'), ['one']);
    asked.write('two');
    assert.deepEqual(await once(answer, 'data'), ['two']);
    asked.end();
    await once(answer, 'end');
  });

  it('of 100 MB go up and down, and neither side keeps more of it than a few buffers', async () => {
    const size = 100 * 1024 * 1024;
    let most = 0;
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      for await (const chunk of chunksOf(exchange)) {
        while (body.output.room?.() === 0) await body.output.wait?.(exchange.signal);
        most = Math.max(most, chunk.length);
        body.output.write(chunk);
      }
      await body.finish();
    });
    let onTheWay = 0;
    let received = 0;
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const asked = request(server.url, { method: 'POST' });
    const sent = pipeline(Readable.from(Array.from({ length: size / piece.length }, () => piece)), asked);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    for await (const chunk of answer) {
      received += (chunk as Buffer).length;
      onTheWay = Math.max(onTheWay, (asked.socket?.bytesWritten ?? 0) - received);
    }
    await sent;
    assert.equal(received, size);
    assert.ok(most <= 64 * 1024, `a piece had ${most} bytes`);
    // the buffers of the system among them
    assert.ok(onTheWay < size / 3, `${onTheWay} bytes were on the way at once`);
  });

  it('go out as they were when they were copied, whatever is answered before a client reads them', async () => {
    // as a guest's memory: it is written to again as soon as it was looked at
    const memory = Buffer.alloc(3000);
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      const { output } = body;
      const [own = 0, count = 0] = exchange.target.slice(1).split('-').map(Number);
      for (let piece = 0; piece < count; piece++) {
        while (output.room?.() === 0) await output.wait?.(exchange.signal);
        memory.fill(own + piece);
        output.copy?.(memory);
        memory.fill(0xff);
      }
      await body.finish();
    });
    const asked = async (own: number, count: number) => {
      const [answer] = (await once(get(`${server.url}/${own}-${count}`), 'response')) as [IncomingMessage];
      return async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        const expected = Array.from({ length: count }, (_, piece) =>
          Buffer.alloc(memory.length, own + piece),
        );
        const isSame = Buffer.concat(chunks).equals(Buffer.concat(expected));
        assert.ok(isSame, `the answer to ${own} is another`);
      };
    };
    // more than the system keeps for a client that does not read yet: the rest waits in the server
    const slow = await asked(1, 6000);
    for (let own = 2; own < 10; own++) await (await asked(own, 100))();
    await slow();
  });

  it('go out however often they wait for their client, and nothing is left of each wait', async () => {
    const piece = Buffer.alloc(8 * 1024 * 1024);
    const waits = 15;
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      for (let time = 0; time < waits; time++) {
        body.output.write(piece);
        await body.output.wait?.(exchange.signal);
      }
      await body.finish();
    });
    const warnings: string[] = [];
    const warned = ({ message }: Error) => warnings.push(message);
    process.on('warning', warned);
    const [answer] = (await once(get(server.url), 'response')) as [IncomingMessage];
    let received = 0;
    for await (const chunk of answer) received += (chunk as Buffer).length;
    process.off('warning', warned);
    assert.equal(received, waits * piece.length);
    // such as of listeners of which there are more and more
    assert.deepEqual(warnings, []);
  });

  it('wait at the guest for a client that does not read', async () => {
    let written = 0;
    const ended = Promise.withResolvers<undefined>();
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, []);
      const piece = Buffer.alloc(16 * 1024);
      while (!exchange.signal.aborted) {
        if (body.output.room?.() === 0) {
          await body.output.wait?.(exchange.signal);
          continue;
        }
        body.output.write(piece);
        written += piece.length;
        assert.ok(written < 64 * 1024 * 1024, 'the guest could write without an end');
        await new Promise(setImmediate);
      }
      ended.resolve(undefined);
    });
    using wire = await Wire.to(server.url);
    wire.socket.pause();
    wire.send('GET / HTTP/1.1\nHost: a\n\n');
    let before = -1;
    // until nothing more is taken
    while (written === 0 || written !== before) {
      before = written;
      for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    }
    wire.socket.destroy();
    await ended.promise;
  });

  it('wait at the client for a guest that does not read', async () => {
    const go = Promise.withResolvers<undefined>();
    await using server = await serving(async (exchange) => {
      await go.promise;
      await reply(exchange, String((await textOf(exchange)).length));
    });
    const size = 32 * 1024 * 1024;
    using wire = await Wire.to(server.url);
    wire.send(`POST / HTTP/1.1\nHost: a\nConnection: close\nContent-Length: ${size}\n\n`);
    wire.sendBytes('x'.repeat(size));
    let before = -1;
    while (wire.socket.writableLength !== before) {
      before = wire.socket.writableLength;
      for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    }
    assert.ok(wire.socket.writableLength > 0, 'all of it was taken');
    go.resolve(undefined);
    assert.match(await wire.end(), new RegExp(`\r\n\r\n${size}$`));
  });

  it('that nobody reads do not stand in the way of the next request', async () => {
    await using server = await serving(async (exchange) => {
      if (exchange.target === '/some') {
        const { input } = exchange.body;
        while (!input.ready()) await input.wait();
        input.read(10);
      }
      await reply(exchange, exchange.target);
    });
    for (const target of ['/none', '/some']) {
      using wire = await Wire.to(server.url);
      wire.send(`POST ${target} HTTP/1.1\nHost: a\nContent-Length: 300000\n\n`);
      wire.sendBytes('x'.repeat(300_000));
      wire.send('GET /next HTTP/1.1\nHost: a\nConnection: close\n\n');
      const received = await wire.end();
      assert.deepEqual(statuses(received), [200, 200], received);
      assert.match(received, /\/next$/);
    }
  });
});

describe('answers without a body', limit, () => {
  const to = async (method: string, answer: (exchange: Exchange) => Promise<void>) => {
    await using server = await serving(answer);
    return await talk(
      server.url,
      `${method} / HTTP/1.1\nHost: a\n\n${method} / HTTP/1.1\nHost: a\nConnection: close\n\n`,
    );
  };

  it('to HEAD have the length that GET would have', async () => {
    const written = await to('HEAD', (exchange) => reply(exchange, 'hello'));
    assert.match(written, /Content-Length: 5\r\n/);
    const told = await to('HEAD', (exchange) => reply(exchange, '', { fields: [['content-length', '7']] }));
    assert.match(told, /Content-Length: 7\r\n/);
    const unknown = await to('HEAD', (exchange) => reply(exchange, ''));
    for (const received of [written, told, unknown]) {
      assert.deepEqual(statuses(received), [200, 200]);
      assert.doesNotMatch(received, /hello|Transfer-Encoding/);
      assert.match(received, /\r\n\r\nHTTP[^]*\r\n\r\n$/);
    }
  });

  it('are those of 204 and 304, whatever the guest writes', async () => {
    for (const status of [204, 304]) {
      const received = await to('GET', (exchange) =>
        reply(exchange, 'hello', { status, fields: status === 204 ? [['Content-Length', '5']] : [] }),
      );
      assert.deepEqual(statuses(received), [status, status]);
      assert.doesNotMatch(received, /hello|Content-Length|Transfer-Encoding/);
    }
  });

  it('say so of themselves where they could have one', async () => {
    assert.match(await to('OPTIONS', (exchange) => reply(exchange, '')), /Content-Length: 0\r\n/);
  });
});

describe('answers that are not as their head says', limit, () => {
  const write = async (body: OutgoingBody, texts: readonly string[], pause: () => Promise<unknown>) => {
    for (const text of texts) {
      body.output.write(Buffer.from(text));
      await pause();
    }
    await body.finish();
  };
  const later = () => new Promise(setImmediate);
  const atOnce = () => Promise.resolve();
  const received = async (length: string, texts: readonly string[], pause: () => Promise<unknown>) => {
    let failure: unknown;
    await using server = await serving(async (exchange) => {
      const body = exchange.respond(200, [['Content-Length', length]]);
      await write(body, texts, pause).catch((error: unknown) => (failure = error));
    });
    const text = await talk(server.url, 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n');
    return { text, failure: String(failure) };
  };

  it('are a fault of the app where nothing of them has gone out', async () => {
    for (const texts of [['a'], ['abc', 'd']]) {
      const { text, failure } = await received('2', texts, atOnce);
      assert.deepEqual(statuses(text), [500]);
      assert.match(text, /The app answered with a body of [13] bytes, and its Content-Length says 2\.\n$/);
      assert.match(failure, /Content-Length says 2/);
    }
  });

  it('are broken off where a part has gone out, and never longer', async () => {
    const short = await received('3', ['a'], later);
    assert.match(short.text, /\r\n\r\na$/);
    assert.match(short.failure, /Content-Length says 3/);
    const long = await received('2', ['ab', 'HTTP/1.1 200 OK'], later);
    assert.match(long.text, /\r\n\r\nab$/);
    assert.match(long.failure, /Content-Length says 2/);
  });
});
