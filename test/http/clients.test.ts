/** Clients as they are: slow, half-closed, gone, in a hurry; and what they are told before the answer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '@slight/runtime/http/observe.ts';
import type { Exchange } from '@slight/runtime/ports/http.ts';
import { reply, serving, textOf } from './handlers.ts';
import { statuses, talk, Wire } from './wire.ts';

const limit = { timeout: 60_000 };

describe('what comes before the answer', limit, () => {
  const asked = (text: string) =>
    `POST / HTTP/1.1\nHost: a\nConnection: close\nExpect: 100-continue\nContent-Length: 3\n\n${text}`;

  it('is 100 Continue, once the guest reads the body', async () => {
    const go = Promise.withResolvers<undefined>();
    await using server = await serving(async (exchange) => {
      await go.promise;
      await reply(exchange, await textOf(exchange));
    });
    using wire = await Wire.to(server.url);
    wire.send(asked(''));
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    assert.equal(wire.received, '');
    go.resolve(undefined);
    assert.equal(await wire.until(/\r\n\r\n/), 'HTTP/1.1 100 Continue\r\n\r\n');
    wire.send('abc');
    assert.match(await wire.end(), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nabc$/);
  });

  it('is nothing where the guest answers without reading, and then the connection closes', async () => {
    await using server = await serving((exchange) => reply(exchange, 'no', { status: 403 }));
    const received = await talk(server.url, asked('').replace('Connection: close\n', ''));
    assert.deepEqual(statuses(received), [403]);
    assert.match(received, /Connection: close\r\n/);
  });

  it('is nothing where the body is too large', async () => {
    await using server = await serving((exchange) => reply(exchange, 'read'), { limits: { body: 2 } });
    assert.deepEqual(statuses(await talk(server.url, asked(''))), [413]);
  });

  it('is nothing where the body grows too large while it is read, whatever is made of that', async () => {
    const answers: ((exchange: Exchange) => Promise<void>)[] = [
      async (exchange) => reply(exchange, await textOf(exchange)),
      (exchange) =>
        textOf(exchange).then(
          () => assert.fail(),
          () => reply(exchange, 'failed', { status: 500 }),
        ),
      (exchange) =>
        textOf(exchange).then(
          () => assert.fail(),
          () => undefined,
        ),
    ];
    for (const answer of answers) {
      const outcomes: Outcome[] = [];
      await using server = await serving(answer, {
        limits: { body: 2 },
        observe: async (_exchange, run) => void outcomes.push(await run()),
      });
      const head = 'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n';
      assert.deepEqual(statuses(await talk(server.url, `${head}1\na\n2\nbc\n0\n\n`)), [413]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        [413],
      );
    }
  });

  it('is what the guest informs of, each in its turn', async () => {
    await using server = await serving(async (exchange) => {
      exchange.inform(103, [['Link', '</a.css>; rel=preload']]);
      exchange.inform(199, [['X-A', exchange.target]]);
      await reply(exchange, '');
      exchange.inform(103, []);
    });
    const received = await talk(
      server.url,
      'GET /1 HTTP/1.1\nHost: a\n\nGET /2 HTTP/1.1\nHost: a\nConnection: close\n\nGET /3 HTTP/1.0\n\n',
    );
    assert.deepEqual(statuses(received), [103, 199, 200, 103, 199, 200]);
    assert.match(received, /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\n/);
    assert.match(received, /X-A: \/1\r\n[^]*X-A: \/2\r\n/);
    assert.deepEqual(statuses(await talk(server.url, 'GET / HTTP/1.0\n\n')), [200]);
  });

  it('is a fault of the app where it cannot be sent', async () => {
    for (const status of [101, 99, 200]) {
      await using server = await serving((exchange) => {
        exchange.inform(status, []);
        return reply(exchange, '');
      });
      const received = await talk(server.url, 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n');
      assert.deepEqual(statuses(received), [500]);
    }
  });
});

describe('requests that wait in one connection', limit, () => {
  it('are answered in their order, one after the other', async () => {
    const events: string[] = [];
    await using server = await serving(async (exchange) => {
      events.push(`begins ${exchange.target}`);
      const text = await textOf(exchange);
      for (let turn = exchange.target === '/1' ? 50 : 0; turn > 0; turn--) await new Promise(setImmediate);
      events.push(`ends ${exchange.target}`);
      await reply(exchange, `${exchange.target}${text};`);
    });
    const received = await talk(
      server.url,
      [
        'GET /1 HTTP/1.1\nHost: a\n\n',
        'POST /2 HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc',
        'POST /3 HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n2\nde\n0\n\n',
        'GET /4 HTTP/1.1\nHost: a\nConnection: close\n\n',
      ].join(''),
    );
    assert.deepEqual(statuses(received), [200, 200, 200, 200]);
    assert.deepEqual(received.match(/\/\d\w*;/g), ['/1;', '/2abc;', '/3de;', '/4;']);
    assert.deepEqual(
      events,
      [1, 2, 3, 4].flatMap((one) => [`begins /${one}`, `ends /${one}`]),
    );
  });

  it('are answered however many they are', async () => {
    await using server = await serving(async (exchange) => {
      await new Promise(setImmediate);
      await reply(exchange, '');
    });
    const count = 5000;
    const received = await talk(
      server.url,
      'GET / HTTP/1.1\nHost: a\n\n'.repeat(count - 1) + 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n',
    );
    assert.equal(statuses(received).length, count);
  });

  it('are answered though the last of them is broken', async () => {
    await using server = await serving(async (exchange) => {
      await new Promise(setImmediate);
      await reply(exchange, await textOf(exchange));
    });
    const first = 'GET / HTTP/1.1\nHost: a\n\n';
    const broken = 'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nzz\n';
    assert.deepEqual(statuses(await talk(server.url, first + first + broken)), [200, 200, 400]);
  });
});

describe('a slow client', limit, () => {
  it('is told so where its head does not come', async () => {
    await using server = await serving((exchange) => reply(exchange, ''), { limits: { headTime: 100 } });
    for (const begun of ['', 'GET / HT', 'GET / HTTP/1.1\nHost: a\nX: ']) {
      assert.deepEqual(statuses(await talk(server.url, begun)), [408]);
    }
  });

  it('is told so where its body does not come, and the guest that waits for it is told too', async () => {
    let failure: unknown;
    await using server = await serving(
      async (exchange) => {
        const { signal } = exchange;
        await textOf(exchange).catch((error: unknown) => (failure = error));
        assert.equal(signal.aborted, true);
        await reply(exchange, 'too late');
      },
      { limits: { bodyTime: 50 } },
    );
    const received = await talk(server.url, 'POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\na');
    assert.deepEqual(statuses(received), [408]);
    assert.match(
      received,
      /\r\nConnection: close\r\n[^]*\r\n\r\nThe body of the request did not come in time\.\n$/,
    );
    assert.match(String(failure), /did not come in time/);
  });

  it('is not hurried where nobody waits for its body, or the answer has begun', async () => {
    const go = Promise.withResolvers<undefined>();
    await using server = await serving(
      async (exchange) => {
        const body = exchange.respond(200, []);
        body.output.write(Buffer.from(await textOf(exchange)));
        await body.finish();
      },
      { limits: { bodyTime: 1 } },
    );
    using wire = await Wire.to(server.url);
    wire.send('POST / HTTP/1.1\nHost: a\nContent-Length: 3\nConnection: close\n\n');
    await wire.until(/\r\n\r\n/);
    setTimeout(() => go.resolve(undefined), 20);
    await go.promise;
    wire.send('abc');
    assert.match(await wire.end(), /abc/);
  });
});

describe('a body that is too large', limit, () => {
  const limits = { body: 4 };
  const head = 'POST / HTTP/1.1\nHost: a\n';

  it('is refused by its length, before the guest has it', async () => {
    let called = false;
    await using server = await serving(
      (exchange) => {
        called = true;
        return reply(exchange, '');
      },
      { limits },
    );
    const received = await talk(server.url, `${head}Content-Length: 5\n\nabcde`);
    assert.deepEqual(statuses(received), [413]);
    assert.equal(called, false);
  });

  it('is refused when it gets too large', async () => {
    await using server = await serving(async (exchange) => reply(exchange, await textOf(exchange)), {
      limits,
    });
    const chunked = `${head}Connection: close\nTransfer-Encoding: chunked\n\n`;
    assert.deepEqual(statuses(await talk(server.url, `${chunked}4\nabcd\n0\n\n`)), [200]);
    assert.deepEqual(statuses(await talk(server.url, `${chunked}4\nabcd\n1\ne\n0\n\n`)), [413]);
  });

  it('ends what has begun to answer it', async () => {
    let reason: string | undefined;
    const over = Promise.withResolvers<Outcome>();
    await using server = await serving(
      async (exchange) => {
        const body = exchange.respond(200, []);
        await new Promise(setImmediate);
        reason = await textOf(exchange).then(
          () => undefined,
          (error: unknown) => String(error),
        );
        await body.finish();
      },
      { limits, observe: async (_exchange, run) => over.resolve(await run()) },
    );
    const received = await talk(server.url, `${head}Transfer-Encoding: chunked\n\n5\nabcde\n0\n\n`);
    assert.doesNotMatch(received, /0\r\n\r\n$/);
    assert.match(reason ?? '', /larger than this server takes/);
    assert.match((await over.promise).reason ?? '', /larger than this server takes/);
  });
});

describe('a client that has gone', limit, () => {
  it('ends the work for it, whenever that looks', async () => {
    const begun = Promise.withResolvers<undefined>();
    const aborted = Promise.withResolvers<unknown>();
    const over = Promise.withResolvers<Outcome>();
    await using server = await serving(
      async (exchange) => {
        const { signal } = exchange;
        begun.resolve(undefined);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted.resolve(exchange.signal.reason);
        // nobody is there to have it
        await assert.rejects(reply(exchange, 'late'), /The client has gone/);
      },
      { observe: async (_exchange, run) => over.resolve(await run()) },
    );
    const wire = await Wire.to(server.url);
    wire.send('GET / HTTP/1.1\nHost: a\n\n');
    await begun.promise;
    wire.socket.resetAndDestroy();
    assert.match(String(await aborted.promise), /The client has gone/);
    const { reason } = await over.promise;
    assert.equal(reason, 'The client went away.');
  });

  it('is taken for gone where it has closed its side and no byte goes out to it for long', async () => {
    const aborted = Promise.withResolvers<undefined>();
    await using server = await serving(
      async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted.resolve(undefined);
      },
      { limits: { halfClosed: 50 } },
    );
    const wire = await Wire.to(server.url);
    wire.send('GET / HTTP/1.1\nHost: a\n\n').half();
    wire.socket.destroy();
    await aborted.promise;
  });

  it('breaks its body off', async () => {
    const failed = Promise.withResolvers<unknown>();
    await using server = await serving(async (exchange) => {
      await textOf(exchange).catch((error: unknown) => failed.resolve(error));
    });
    const wire = await Wire.to(server.url);
    wire.send('POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc');
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    wire.socket.destroy();
    assert.match(String(await failed.promise), /it ends before it is whole/);
  });

  it('is not one that has its answer', async () => {
    const kept: AbortSignal[] = [];
    await using server = await serving(async (exchange) => {
      kept.push(exchange.signal);
      await reply(exchange, '');
    });
    await talk(server.url, 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n');
    assert.deepEqual(
      kept.map(({ aborted }) => aborted),
      [false],
    );
  });
});

describe('a client that has nothing more to say', limit, () => {
  it('still gets its answers, and then the connection closes', async () => {
    const go = Promise.withResolvers<undefined>();
    await using server = await serving(async (exchange) => {
      await go.promise;
      await reply(exchange, exchange.target);
    });
    using wire = await Wire.to(server.url);
    const closed = new Promise((resolve) => wire.socket.once('finish', resolve));
    wire.send('GET /1 HTTP/1.1\nHost: a\n\nGET /2 HTTP/1.1\nHost: a\n\n').half();
    await closed;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    go.resolve(undefined);
    const received = await wire.end();
    assert.deepEqual(statuses(received), [200, 200], received);
    assert.match(received, /\/1HTTP[^]*\/2$/);
  });

  it('is closed where it asked nothing', async () => {
    await using server = await serving((exchange) => reply(exchange, ''));
    using wire = await Wire.to(server.url);
    assert.equal(await wire.half().end(), '');
  });
});
