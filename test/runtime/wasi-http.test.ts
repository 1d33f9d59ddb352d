/** Guests that serve HTTP by wasi:http, of every age. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as send } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import { HttpFault } from '@slight/runtime/ports/http.ts';
import { ask } from './request.ts';
import type { Asked } from './request.ts';
import { serveGuest } from './handling.ts';
import type { Served } from './handling.ts';

for (const name of ['c-wasi-http', 'c-wasi-http-0.2.0', 'c-wasi-http-0.2.3']) {
  describe(name, () => {
    let served: Served;
    before(async () => {
      served = await serveGuest(name);
    });
    after(() => served[Symbol.asyncDispose]());
    const get = (path: string, asked?: Asked) => ask(served.url + path, asked);

    test('answers', async () => {
      const { status, text, whole } = await get('/hello');
      assert.deepEqual({ status, text, whole }, { status: 200, text: 'hello', whole: true });
    });

    for (const path of ['/echo', '/splice', '/poll']) {
      test(`${path} gives back what it is sent`, async () => {
        const body = Buffer.alloc(300_000, 'slight ');
        const { text, whole } = await get(path, { body });
        assert.ok(whole);
        assert.equal(text, body.toString());
        assert.equal((await get(path)).text, '');
      });
    }

    test('is told all of a request but what is the connection’s', async () => {
      const { text } = await get('/headers?a=b', {
        method: 'PURGE',
        headers: { 'X-Name': 'a', 'x-list': 'b, c', 'Keep-Alive': 'x', te: 'trailers' },
      });
      assert.deepEqual(text.split('\n'), [
        'method other PURGE',
        'path /headers?a=b',
        `authority ${new URL(served.url).host}`,
        'scheme 0',
        'X-Name: a',
        'x-list: b, c',
        'te: trailers',
        'Content-Length: 0',
        'append 1 2',
        'append to a clone 0',
        '',
      ]);
    });

    test('is told the method by its case', async () => {
      const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
      for (const [index, method] of methods.entries()) {
        if (method === 'HEAD' || method === 'CONNECT') continue;
        const { text } = await get('/headers', { method });
        assert.equal(text.split('\n')[0], `method ${index}`);
      }
    });

    test('sets its fields, but for those of the connection and those that are none', async () => {
      const { fields, text } = await get('/fields', { headers: { 'X-Mine': 'a' } });
      const own = fields.slice(0, fields.indexOf('X-Set') + 4);
      assert.deepEqual(own, [
        ...['X-Mine', 'a', 'X-Twice', 'one', 'x-twice', 'two', 'X-Set', 'three', 'X-Set', 'four'],
      ]);
      assert.deepEqual(text.split('\n'), [
        ...["'host' 1 1", "'Connection' 1 1", "'transfer-encoding' 1 1", "'a b' 1 0", "'' 1 0", "'ok' 0 0"],
        ...['line end 1 0', ''],
      ]);
    });

    test('says the status, which is no 1xx and no 1000', async () => {
      assert.equal((await get('/status/299')).status, 299);
      assert.equal((await get('/status/404')).status, 404);
      for (const none of [0, 99, 100, 101, 199, 1000])
        assert.equal((await get(`/status/${none}`)).status, 418);
    });

    test('reads the trailers of a request, and sends its own', async () => {
      const { text, trailers } = await get('/trailers', { body: 'body', trailers: { 'X-Sum': '1' } });
      assert.equal(text, 'X-Sum: 1\nagain 1\n');
      assert.deepEqual({ ...trailers }, { 'x-sum': 'abc' });
      assert.equal((await get('/trailers', { body: 'body' })).text, 'none\nagain 1\n');
    });

    test('sends many bytes', async () => {
      assert.equal((await get('/large/10000')).text, 'x'.repeat(10_240_000));
      assert.equal((await get('/zeroes')).text, '\0'.repeat(60_536));
    });

    test('gives no answer, or one that is an error', async () => {
      for (const [path, status, message] of [
        ['/never', 500, 'The guest gave no answer.'],
        ['/refused', 502, 'The app could not answer: connection-refused.'],
        ['/internal', 500, 'The app could not answer: internal-error.'],
      ] as const) {
        assert.equal((await get(path)).status, status);
        const failure = served.failures.at(-1);
        assert.ok(failure instanceof HttpFault, String(failure));
        assert.equal(failure.message, message);
      }
      // what the guest says of it is for who runs it
      assert.match(String((served.failures.at(-1) as Error).cause), /internal-error: the moon/);
    });

    for (const path of ['/unfinished', '/dropped', '/late-trap']) {
      test(`is broken off, or not begun: ${path}`, async () => {
        const answer = await get(path).catch(() => undefined);
        assert.ok(!answer?.whole || answer.status === 500);
        assert.equal((await get('/hello')).text, 'hello');
      });
    }

    test('a body is as long as its head says, or broken off', async () => {
      const { fields, text, whole } = await get('/length/5');
      assert.ok(whole && text === 'hello' && fields.some((field) => /^content-length$/i.test(field)));
      for (const length of [4, 6]) {
        const answer = await get(`/length/${length}`).catch(() => undefined);
        assert.ok(!answer?.whole || answer.status === 500);
      }
      // HTTP-response-body-size, which is the case 28, with what was written
      assert.match(served.printed(), /^finish -1\nwrite 0: code 28, size 5\nfinish 28\nfinish 28\n/);
      const head = await get('/length/6', { method: 'HEAD' });
      assert.equal(head.status, 200);
      assert.match(served.printed(), /finish 28\nfinish -1\n$/);
    });

    test('a body can be written before its answer is sent, up to 1 MiB', async () => {
      assert.equal((await get('/early')).text, 'hello you\n');
      assert.equal((await get('/too-early')).status, 500);
      const trap = served.failures.at(-1);
      assert.ok(trap instanceof GuestTrap, String(trap));
      assert.match(trap.message, /wrote more than 1048576 bytes of a body whose message it has not sent/);
    });

    test('each part of a message is given once', async () => {
      assert.equal((await get('/twice', { body: 'x' })).text, '1111');
    });

    for (const [path, message] of [
      ['/stray-input', /put a body away while it still had the stream to read it by/],
      ['/too-much', /wrote 1048576 bytes at once where check-write allows \d+/],
      ['/trap', /ran into `unreachable`/],
    ] as const) {
      test(`traps: ${path}, and the next request is answered`, async () => {
        await get(path, { body: 'x' }).catch(() => undefined);
        const trap = served.failures.at(-1);
        assert.ok(trap instanceof GuestTrap, String(trap));
        assert.match(trap.message, message);
        assert.equal((await get('/hello')).text, 'hello');
      });
    }

    test('what is kept of a request is over with it', async () => {
      await get('/trap').catch(() => undefined);
      await get('/keep', { body: 'secret of the first' }).catch(() => undefined);
      assert.equal((await get('/use-kept', { body: 'of the second' })).text, 'read 1 write 1');
      await get('/trap').catch(() => undefined);
      assert.equal((await get('/keep/outparam', { body: 'first' })).status, 500);
      assert.equal((await get('/use-kept')).text, 'read 1');
    });

    test('an instance is kept for the next request, but not after a trap', async () => {
      await get('/trap').catch(() => undefined);
      const counted = [await get('/count'), await get('/count')].map(({ text }) => text);
      assert.deepEqual(counted, ['0', '1']);
      await get('/trap').catch(() => undefined);
      assert.equal((await get('/count')).text, '0');
    });
  });
}

test('a guest in Rust answers, echoes, uses a store, and may panic', async () => {
  await using served = await serveGuest('rust-wasi-http');
  const body = 'slight '.repeat(50_000);
  assert.equal((await ask(`${served.url}/hello`)).text, 'hello');
  assert.equal((await ask(`${served.url}/echo`, { body })).text, body);
  assert.equal((await ask(`${served.url}/keyvalue`)).text, 'value');
  assert.equal((await ask(`${served.url}/panic`)).status, 500);
  assert.match(served.printed(), /panicked at 'as asked'/);
  assert.equal((await ask(`${served.url}/hello`)).text, 'hello');
});

test('a guest in JavaScript answers, echoes, and uses a store', async () => {
  await using served = await serveGuest('js-wasi-http');
  const body = 'slight '.repeat(20_000);
  for (let count = 0; count < 2; count++) {
    assert.equal((await ask(`${served.url}/hello`)).text, 'hello');
    assert.equal((await ask(`${served.url}/echo`, { body })).text, body);
    assert.equal((await ask(`${served.url}/keyvalue`)).text, 'value');
  }
});

describe('c-wasi-http', () => {
  let served: Served;
  before(async () => {
    served = await serveGuest('c-wasi-http');
  });
  after(() => served[Symbol.asyncDispose]());

  test('sends informational answers of 1xx, but for 101, before its own', async () => {
    const { informed, text } = await ask(`${served.url}/informational`);
    assert.deepEqual(informed, ['103 link </style.css>; rel=preload']);
    assert.equal(text, 'hello');
  });

  test('holds back who sends, where nobody reads: what is on the way does not grow', async () => {
    const total = 100 * 1024 * 1024;
    const chunk = Buffer.alloc(65_536, 'x');
    let sent = 0;
    let received = 0;
    let ahead = 0;
    const request = send(`${served.url}/echo`, { method: 'POST', agent: false });
    const response = new Promise<IncomingMessage>((resolve) => request.once('response', resolve));
    const writing = (async () => {
      for (; sent < total; sent += chunk.length) if (!request.write(chunk)) await once(request, 'drain');
      request.end();
    })();
    for await (const part of await response) {
      received += (part as Buffer).length;
      ahead = Math.max(ahead, sent - received);
    }
    await writing;
    assert.equal(received, total);
    assert.ok(ahead < 16 * 1024 * 1024, `${ahead} bytes were on the way`);
  });

  test('is told that a client has gone: by the body it reads, by the stream it writes', async () => {
    const upload = send(`${served.url}/upload`, { method: 'POST', agent: false });
    upload.on('error', () => undefined);
    upload.write('more', () => upload.destroy());
    // connection-terminated is the case 7
    await served.prints('upload broken off, code 7\n');
    const download = send(`${served.url}/large/1000000`, { agent: false });
    download.on('error', () => undefined);
    download.once('response', (response) => response.once('data', () => download.destroy()));
    download.end();
    await served.prints('the reader has gone\n');
  });

  test('uses a store between request and answer', async () => {
    assert.equal((await ask(`${served.url}/keyvalue`)).text, 'value');
    assert.equal((await ask(`${served.url}/keyvalue/new`, { method: 'PUT', body: 'kept' })).status, 204);
    assert.equal((await ask(`${served.url}/keyvalue/new`)).text, 'kept');
    assert.equal((await ask(`${served.url}/keyvalue/none`)).status, 404);
  });
});
