/** Guests as `slight run` serves them, to curl, to Node's own client, and to who writes bytes as no library would. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { serving } from '../runtime/serving.ts';
import type { Serving } from '../runtime/serving.ts';
import { statuses, talk, Wire } from './wire.ts';

const guests = { 'c-wasi-http': '/echo', 'c-http-0.5': '/echo' };

for (const [guest, echo] of Object.entries(guests)) {
  describe(`${guest}, as it is served`, { timeout: 120_000 }, () => {
    let server: Serving;
    before(async () => {
      server = await serving(guest, { env: { ADDRESS: '127.0.0.1:0' }, flags: ['--listen', '127.0.0.1:0'] });
    });
    after(() => server[Symbol.asyncDispose]());

    const curl = async (input: Buffer, ...args: readonly string[]) => {
      const child = spawn('curl', ['--silent', '--show-error', '--no-buffer', ...args]);
      child.stdin.end(input);
      const [out, told] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
      assert.equal(told, '');
      return out;
    };

    it('has curl send and receive a large body, by its length and in chunks', async () => {
      const body = Buffer.alloc(3_000_000, 'slight ');
      for (const more of [[], ['-H', 'Transfer-Encoding: chunked'], ['-H', 'Expect: 100-continue']]) {
        const back = await curl(body, '--data-binary', '@-', ...more, server.url + echo);
        assert.ok(back.includes(body), `${back.length} bytes came back`);
      }
    });

    it('gives curl the head alone', async () => {
      const received = await curl(Buffer.of(), '--head', `${server.url}/hello`);
      assert.match(received.toString(), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
    });

    it('answers Node by one connection', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const ports = new Set<number | undefined>();
      for (let count = 0; count < 20; count++) {
        const asked = request(`${server.url}/hello`, { agent }).end();
        const [answer] = (await once(asked, 'response')) as [IncomingMessage];
        assert.equal(await text(answer), 'hello');
        ports.add(asked.socket?.localPort);
      }
      agent.destroy();
      assert.equal(ports.size, 1);
    });

    it('answers requests that come at once in one connection in their order', async () => {
      const post = (body: string) =>
        `POST ${echo} HTTP/1.1\nHost: a\nContent-Length: ${body.length}\n\n${body}`;
      const received = await talk(
        server.url,
        `${post('first;')}${post('second;')}GET /hello HTTP/1.1\nHost: a\nConnection: close\n\n`,
      );
      assert.deepEqual(statuses(received), [200, 200, 200]);
      assert.match(received, /first;[^]*second;[^]*hello/);
    });

    it('bears 10,000 bytes of header fields, and refuses 20,000', async () => {
      const asked = (size: number) =>
        `GET /hello HTTP/1.1\nHost: a\nConnection: close\nX-A: ${'a'.repeat(size)}\n\n`;
      assert.deepEqual(statuses(await talk(server.url, asked(10_000))), [200]);
      assert.deepEqual(statuses(await talk(server.url, asked(20_000))), [431]);
    });

    it('refuses what could be two requests to two readers, and goes on', async () => {
      const shapes = [
        'Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n',
        'Content-Length: 4\nContent-Length: 5\n\nabcde',
        'Transfer-Encoding: xchunked\n\n0\n\n',
        'Transfer-Encoding : chunked\n\n0\n\n',
      ];
      for (const shape of shapes) {
        const received = await talk(
          server.url,
          `POST ${echo} HTTP/1.1\nHost: a\n${shape}GET /hello HTTP/1.1\nHost: a\n\n`,
        );
        assert.equal(statuses(received).length, 1, received);
        assert.match(received, /^HTTP\/1\.1 (?:400|501) /);
      }
      assert.deepEqual(
        statuses(await talk(server.url, 'GET /hello HTTP/1.1\nHost: a\nConnection: close\n\n')),
        [200],
      );
    });

    it('refuses a WebSocket in one sentence', async () => {
      const received = await talk(
        server.url,
        'GET /hello HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\n\n',
      );
      assert.match(
        received,
        /^HTTP\/1\.1 501 [^]*\r\n\r\nWebSockets are not served here: ask with plain HTTP\.\n$/,
      );
    });

    it('lives on when a client goes away in the middle', async () => {
      const head = `POST ${echo} HTTP/1.1\nHost: a\nContent-Length: 1000000\n\n`;
      for (let count = 0; count < 10; count++) {
        const wire = await Wire.to(server.url);
        wire.send(head).sendBytes('x'.repeat(100_000));
        if (count % 2 === 0) wire.socket.destroy();
        else wire.socket.resetAndDestroy();
      }
      assert.equal(await (await fetch(`${server.url}/hello`)).text(), 'hello');
    });
  });
}
