/** Guests that route by slight's own contract, of each generation, served by what ships. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { raw, serving } from './serving.ts';
import type { Serving } from './serving.ts';

const guests = {
  'c-http-0.5': '0.5',
  'c-http-0.2': '0.2',
  'c-http-component': 'the component package',
} as const;

for (const [guest, generation] of Object.entries(guests)) {
  describe(`a guest of ${generation}`, () => {
    let server: Serving;
    before(async () => (server = await serving(guest, { env: { ADDRESS: '127.0.0.1:0' } })));
    after(() => server[Symbol.asyncDispose]());
    const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
    const told = async (path: string, init?: RequestInit) => (await ask(path, init)).text();
    const post = (path: string, body: string | Uint8Array<ArrayBuffer>, init: RequestInit = {}) =>
      ask(path, { method: 'POST', body, ...init });

    test('answers what its handler gives, with the length of it', async () => {
      const response = await ask('/hello');
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-length'), '5');
      assert.equal(await response.text(), 'hello');
      assert.equal(await told('/hello/'), 'hello');
    });

    test('HEAD has the head of what GET has, whose handler is asked', async () => {
      const response = await ask('/hello', { method: 'HEAD' });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-length'), '5');
      assert.equal(await response.text(), '');
    });

    test('HEAD is GET to the handler, whose answer is as long', async () => {
      const [head, get] = await Promise.all(
        ['HEAD', 'GET'].map((method) =>
          raw(server.url, `${method} /echo/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
        ),
      );
      assert.match(get ?? '', /\nget \/echo\/x\n/);
      const length = /content-length: \d+/i;
      assert.equal(length.exec(head ?? '')?.[0], length.exec(get ?? '')?.[0]);
      assert.match(head ?? '', /\r\n\r\n$/);
    });

    test('a path without a route is not found, in any method', async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'OPTIONS']) {
        assert.equal((await ask('/nowhere', { method })).status, 404, method);
      }
      assert.equal((await ask('/echo')).status, 405);
    });

    test('a path with routes of other methods says which', async () => {
      for (const method of ['GET', 'HEAD', 'PATCH']) {
        const response = await ask('/echo', { method });
        assert.equal(response.status, 405, method);
        assert.equal(response.headers.get('allow'), 'PUT, POST, DELETE, OPTIONS', method);
      }
      const response = await post('/hello', 'x');
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET, HEAD, OPTIONS');
    });

    test('OPTIONS reaches no handler', async () => {
      const response = await ask('/echo', { method: 'OPTIONS' });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('allow'), 'PUT, POST, DELETE, OPTIONS');
      assert.match(
        await raw(server.url, 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
        /^HTTP\/1.1 204 /,
      );
    });

    for (const method of ['PUT', 'POST', 'DELETE']) {
      test(`${method} gives the handler all that was asked`, async () => {
        const answer = await told('/echo?a=1&b=%20', { method, body: 'ü', headers: { 'X-Name': 'Zoë' } });
        assert.match(answer, new RegExp(`^${method.toLowerCase()} /echo\\?a=1&b=%20\n`));
        // fetch writes a header's characters as bytes, so that this is no UTF-8
        assert.match(answer, /\nx-name: Zo\ufffd\n/);
        assert.match(answer, /\nbody of 2: ü$/);
      });
    }

    test('headers keep their order and repeat, their names in small letters, their values as UTF-8', async () => {
      const answer = await raw(
        server.url,
        `GET /echo/x HTTP/1.1\r\nHost: a.example\r\nX-B: 1\r\nX-A: Zo${Buffer.from('ë').toString('latin1')}\r\nX-B: 2\r\nConnection: close\r\n\r\n`,
      );
      assert.match(
        answer,
        /\nget \/echo\/x\nhost: a\.example\nx-b: 1\nx-a: Zoë\nx-b: 2\nconnection: close\n\*=x\nbody of 0: $/,
      );
    });

    test('parameters are decoded, and a slash that is written %2F is one', async () => {
      assert.match(await told('/echo/x/and/y%20%C3%BC%2B+?z=1'), /\nfirst=x\nsecond=y ü\+\+\n/);
      assert.match(await told('/echo/a%2Fb/c/'), /\n\*=a\/b\/c\n/);
      assert.match(await told('/echo/100%zz%4'), /\n\*=100%zz%4\n/);
      assert.equal(await told('/h%65llo'), 'hello');
      assert.equal((await ask('/echo/%ff')).status, 400);
    });

    test('of several routes that have the path, the first answers', async () => {
      assert.match(await told('/echo/after-the-star'), /\n\*=after-the-star\n/);
    });

    test('a request line with a whole URL finds the same route, and the handler sees it as it came', async () => {
      const answer = await raw(
        server.url,
        'GET http://a.example/echo/x?y=/z HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n',
      );
      assert.match(answer, /\nget http:\/\/a\.example\/echo\/x\?y=\/z\n/);
      assert.match(answer, /\n\*=x\n/);
    });

    for (const size of [0, 1, 10_000_000]) {
      test(`a body of ${size} bytes comes and goes whole`, async () => {
        const body = Uint8Array.from({ length: size }, (_, at) => at % 251);
        assert.equal(await (await post('/size', body)).text(), String(size));
        const back = await post('/back', body, { headers: { 'content-type': 'image/png' } });
        assert.equal(back.headers.get('content-type'), 'image/png');
        assert.equal(back.headers.get('content-length'), String(size));
        assert.deepEqual(Buffer.from(await back.arrayBuffer()).compare(body), 0);
        const made = await ask(`/bytes/${size}`);
        assert.equal(made.headers.get('content-length'), String(size));
        assert.equal(Buffer.from(await made.arrayBuffer()).compare(body), 0);
      });
    }

    test('a body that the guest has no memory for is refused, and the next is answered', async () => {
      const flags = ['--memory', '4MiB'];
      await using small = await serving(guest, { env: { ADDRESS: '127.0.0.1:0' }, flags });
      const size = async (bytes: number) => {
        const answer = await fetch(`${small.url}/size`, { method: 'POST', body: Buffer.alloc(bytes) });
        return [answer.status, await answer.text()];
      };
      assert.deepEqual(await size(8_000_000), [413, 'Payload Too Large.\n']);
      assert.deepEqual(await size(8_000), [200, '8000']);
    });

    test('a body in chunks comes whole, and its headers may be given back', async () => {
      const answer = await raw(
        server.url,
        'POST /back HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
      );
      assert.match(answer, /^HTTP\/1.1 200 OK\r\n/);
      assert.match(answer, /content-length: 5\r\n/i);
      assert.match(answer, /\r\n\r\nabcde$/);
      assert.doesNotMatch(answer, /transfer-encoding/i);
    });

    for (const status of [200, 201, 299, 302, 304, 400, 418, 503, 599]) {
      test(`the status ${status} is answered`, async () => {
        const response = await ask(`/status/${status}`, { redirect: 'manual' });
        assert.equal(response.status, status);
        assert.equal(await response.text(), '');
      });
    }

    for (const status of [204, 205, 304]) {
      test(`an answer of ${status} has no content, whatever the guest gives`, async () => {
        const answer = await raw(
          server.url,
          `GET /status/${status}? HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
        );
        assert.match(answer, new RegExp(`^HTTP/1.1 ${status} [^]*\r\n\r\n$`));
        assert.equal(/content-length: 0/i.test(answer), status === 205);
        assert.doesNotMatch(answer, /transfer-encoding/i);
      });
    }

    for (const status of [0, 99, 100, 101, 199, 600, 65535]) {
      test(`the status ${status} is none of an answer: 500`, async () => {
        assert.equal((await ask(`/status/${status}`)).status, 500);
      });
    }

    test('a header is answered as the guest gives it, as often as it does', async () => {
      const response = await post('/header', 'Set-Cookie=a="ü"; Path=/');
      const cookie = Buffer.from('a="ü"; Path=/').toString('latin1');
      assert.deepEqual(response.headers.getSetCookie(), [cookie, cookie]);
    });

    test('how long an answer is, the guest does not say', async () => {
      const response = await post('/header', 'Content-Length=999');
      assert.equal(response.headers.get('content-length'), '0');
      assert.equal((await post('/header', 'Transfer-Encoding=gzip')).headers.get('transfer-encoding'), null);
    });

    for (const header of ['a b=1', '=1', 'ü=1', 'a:=1', 'a=1\r\nb: 2', 'a=1\0', 'a=\x7f', 'a\r\n=1']) {
      test(`the header ${JSON.stringify(header)} is none: 500`, async () => {
        const response = await post('/header', header);
        assert.equal(response.status, 500);
        assert.equal(response.headers.get('b'), null);
      });
    }

    for (const path of ['/trap', '/exit']) {
      test(`${path}: a guest that ends is 500, and the next request is answered`, async () => {
        assert.equal((await ask(path)).status, 500);
        assert.equal(await told('/hello'), 'hello');
      });
    }

    test('nothing of one request is there in the next, also where 200 come at once', async () => {
      const counts = await Promise.all(Array.from({ length: 200 }, () => told('/count')));
      assert.deepEqual(new Set(counts), new Set(['1']));
      assert.equal(await told('/count'), '1');
    });

    test('a handler cannot serve', async () => {
      assert.match(await told('/serve'), /servers are set up once, before the first request$/);
    });

    const errors =
      generation !== '0.2'
        ? { '0': 400, '1': 504, '2': 502, '3?404': 404, '3?503': 503, '3?200': 500, '3?999': 500, '4': 500 }
        : { '0': 500 };
    for (const [error, status] of Object.entries(errors)) {
      test(`a handler's error ${error} is ${status}, and its words are not for the client`, async () => {
        const response = await ask(`/error/${error}`);
        assert.equal(response.status, status);
        assert.doesNotMatch(await response.text(), /secret/);
      });
    }
  });
}

test('bodies that are held at once have an end, and so has each by itself', async () => {
  const flags = ['--max-bodies', '100KB', '--instances', '1'];
  await using server = await serving('c-http-0.5', { env: { ADDRESS: '127.0.0.1:0' }, flags });
  const size = async (bytes: number) =>
    (await fetch(`${server.url}/size`, { method: 'POST', body: Buffer.alloc(bytes) })).status;
  const { hostname, port } = new URL(server.url);
  const held = connect(Number(port), hostname);
  await once(held, 'connect');
  held.write(`POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 60001\r\nExpect: 100-continue\r\n\r\n`);
  // it reads the body
  await once(held, 'data');
  held.write('x'.repeat(60_000));
  // until that has come
  while ((await size(50_000)) === 200) continue;
  assert.deepEqual([await size(30_000), await size(50_000)], [200, 503]);
  held.write('x');
  const [answer] = (await once(held, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1\.1 200 [^]*60001$/);
  held.destroy();
  assert.deepEqual([await size(50_000), await size(100_001), await size(100_000)], [200, 413, 200]);
});
