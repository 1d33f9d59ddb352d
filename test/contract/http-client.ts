/** The contract of the capability http-client, which its provider passes: against servers that behave, and that do not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import type {
  HttpClient,
  HttpClientDetail,
  HttpClientErrorCase,
  SendOptions,
} from '@slight/runtime/ports/http-client.ts';
import type { OpenContext } from '@slight/runtime/providers/provider.ts';
import { makeCertificate } from './certificate.ts';
import { listen } from './own-server.ts';

export interface HttpClientContract {
  /** Opens a client that may send to these hosts, as ALLOWED_HOSTS has them; to any where nothing is given. */
  readonly open: (hosts?: string, given?: Partial<OpenContext>) => Promise<HttpClient & AsyncDisposable>;
}

/** What came of a request, whole. */
export async function fetched(
  client: HttpClient,
  url: string,
  { body, headers = [], method = 'GET', ...options }: Partial<Asked> = {},
) {
  const sent = client.send({ method, url: new URL(url), headers, body }, options);
  const answer = await sent.answer;
  const text = (await whole(answer.body.input)).toString();
  return { status: answer.status, headers: answer.headers, text, trailers: answer.body.trailers() };
}

interface Asked extends SendOptions {
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export async function whole(input: HttpInput): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (;;) {
    while (!input.ready()) await input.wait();
    const bytes = input.read(65_536);
    if (!bytes) return Buffer.concat(parts);
    parts.push(bytes);
  }
}

type HttpInput = Awaited<ReturnType<HttpClient['send']>['answer']>['body']['input'];

/** A server that says what it was asked: the request line, the headers as they came, and the length of the body. */
export function echo(): http.Server {
  return http.createServer((request, response) => {
    let length = 0;
    request.on('data', (bytes: Buffer) => (length += bytes.length));
    request.on('end', () => {
      response.end(
        JSON.stringify({ line: `${request.method} ${request.url}`, raw: request.rawHeaders, length }),
      );
    });
  });
}

/** A server that answers with these bytes, whatever it is asked. */
function saying(answer: string, goesOn = false): net.Server {
  return net.createServer((socket) => {
    socket.once('data', () => {
      socket.write(answer, 'latin1');
      if (!goesOn) socket.end();
    });
  });
}

const faults: readonly (readonly [what: string, answer: string, goesOn: boolean, HttpClientErrorCase])[] = [
  ['nothing', '', false, 'connection-terminated'],
  ['nothing, and waits', '', true, 'response-timeout'],
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', false, 'protocol-error'],
  ['status 000', 'HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n', true, 'protocol-error'],
  ['status 050', 'HTTP/1.1 050 x\r\nContent-Length: 0\r\n\r\n', true, 'protocol-error'],
  ['half a head', 'HTTP/1.1 200 OK\r\nA: b\r\n', false, 'connection-terminated'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', false, 'response-incomplete'],
  ['half a body, and waits', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', true, 'read-timeout'],
  [
    'half a chunk',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc',
    false,
    'response-incomplete',
  ],
  [
    'a chunk that is none',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
    true,
    'protocol-error',
  ],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    false,
    'response-incomplete',
  ],
  [
    'a head without end',
    `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
    false,
    'response-header-size',
  ],
  [
    'another protocol',
    'HTTP/1.1 101 Now\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    true,
    'protocol-error',
  ],
];

export function httpClientContract(label: string, { open }: HttpClientContract): void {
  describe(`${label} keeps the contract of http-client`, () => {
    test('a request goes out as it is, but for what is the connection’s own', async () => {
      await using client = await open();
      await using server = await listen(echo());
      const { text, status } = await fetched(
        client,
        `http://me:secret@127.0.0.1:${server.port}/a%20b?c=d#e`,
        {
          method: 'PUT',
          headers: [
            ['A', '1'],
            ['X-Two', 'b'],
            ['A', '3\xff'],
            ['Connection', 'x-two, close'],
            ['Host', 'other.example'],
            ['Content-Length', '7'],
            ['__proto__', 'p'],
            ['Transfer-Encoding', 'chunked'],
            ['Expect', '100-continue'],
          ],
          body: Buffer.from('abc'),
        },
      );
      assert.equal(status, 200);
      const { line, raw, length } = JSON.parse(text) as { line: string; raw: string[]; length: number };
      assert.equal(line, 'PUT /a%20b?c=d');
      assert.equal(length, 3);
      const own = ['host', `127.0.0.1:${server.port}`, 'connection', 'keep-alive'];
      assert.deepEqual(raw, [...own, 'A', '1', 'A', '3\xff', '__proto__', 'p', 'content-length', '3']);
    });

    test('an answer is given as it comes: its fields, its body and what is behind that', async () => {
      await using client = await open();
      const answer =
        'HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 418 Tea\r\nA: 1\r\nB: 2\r\nA: \xff\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n';
      await using server = await listen(saying(answer));
      const got = await fetched(client, `http://127.0.0.1:${server.port}`);
      assert.deepEqual(got, {
        status: 418,
        headers: [
          ['A', '1'],
          ['B', '2'],
          ['A', '\xff'],
          ['Transfer-Encoding', 'chunked'],
        ],
        text: 'abcde',
        trailers: [['T', 'u']],
      });
    });

    test('a redirect is an answer, and is not followed', async () => {
      await using client = await open();
      await using server = await listen(
        saying('HTTP/1.1 302 Go\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n'),
      );
      assert.equal((await fetched(client, `http://127.0.0.1:${server.port}/a`)).status, 302);
    });

    test('connections serve one request after the other', async () => {
      await using client = await open();
      await using server = await listen(echo());
      let connections = 0;
      server.server.on('connection', () => (connections += 1));
      for (let at = 0; at < 20; at += 1) await fetched(client, `http://127.0.0.1:${server.port}/${at}`);
      // a request that follows at once does not wait until the last one is put away
      assert.ok(connections <= 2, `${connections} connections`);
    });

    test('a body goes both ways at once', async () => {
      await using client = await open();
      await using server = await listen(http.createServer((request, response) => request.pipe(response)));
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const { body, answer } = client.send({ method: 'POST', url, headers: [], body: 'stream' });
      body.output.write(Buffer.from('one'));
      const { input } = (await answer).body;
      const read = async () => {
        await input.wait();
        return Buffer.from(input.read(100) ?? []).toString();
      };
      assert.equal(await read(), 'one');
      body.output.write(Buffer.from('two'));
      assert.equal(await read(), 'two');
      await body.finish();
      assert.equal((await whole(input)).length, 0);
    });

    test('what nobody reads waits at its sender, and what nobody takes at the guest', async () => {
      await using client = await open();
      let sent = 0;
      const endless = http.createServer((_request, response) => {
        const chunk = Buffer.alloc(65_536);
        const more = () => {
          do sent += chunk.length;
          while (response.write(chunk));
        };
        response.on('drain', more);
        more();
      });
      await using server = await listen(endless);
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const { answer, body } = client.send({ method: 'POST', url, headers: [], body: 'stream' });
      body.output.write(Buffer.from('x'));
      const { input } = (await answer).body;
      let written = 0;
      // the server takes none of it: at last its connection is full
      while ((body.output.room?.() ?? 0) > 0 && written < 2 ** 26) {
        body.output.write(Buffer.alloc(65_536));
        written += 65_536;
        await new Promise(setImmediate);
      }
      assert.ok(written < 2 ** 26, `${written} bytes were taken`);
      let got = 0;
      while (got < 2 ** 26) {
        if (!input.ready()) await input.wait();
        got += input.read(65_536)?.length ?? 0;
        // more comes meanwhile than is read, where it may
        for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
        assert.ok(sent - got < 2 ** 25, `${sent - got} bytes were sent that nobody reads`);
      }
      input.close?.();
    });

    test('a body is as long as it says, or is told to be none', async () => {
      await using client = await open();
      await using server = await listen(echo());
      for (const written of ['ab', 'abcd']) {
        const url = new URL(`http://127.0.0.1:${server.port}`);
        const headers = [['Content-Length', '3']] as const;
        const { body, answer } = client.send({ method: 'POST', url, headers, body: 'stream' });
        const write = async () => {
          body.output.write(Buffer.from(written));
          await body.finish();
        };
        await assert.rejects(write, { case: 'request-body-size' }, written);
        await assert.rejects(answer, { case: 'request-body-size' }, written);
      }
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const { body, answer } = client.send({ method: 'POST', url, headers: [], body: 'stream' });
      body.output.write(Buffer.from('ab'));
      body.abort();
      await assert.rejects(answer, { case: 'aborted' });
    });

    for (const [what, answer, goesOn, errorCase] of faults) {
      test(`a server that says ${what}: ${errorCase}`, async () => {
        await using client = await open();
        await using server = await listen(saying(answer, goesOn));
        const url = `http://127.0.0.1:${server.port}/?token=secret`;
        const error = await failing(client, url, errorCase, { firstByte: 200, betweenBytes: 200 });
        assert.doesNotMatch(error.message, /secret/);
      });
    }

    test('who is not there, not called so, or not heard, is told apart', async () => {
      await using client = await open();
      const gone = await listen(net.createServer());
      await gone[Symbol.asyncDispose]();
      await failing(client, `http://127.0.0.1:${gone.port}`, 'connection-refused');
      const unknown = await failing(client, 'http://nothing.invalid', 'dns-error');
      assert.match(unknown.detail?.dns ?? '', /^E/);
      await using mute = await listen(net.createServer());
      await failing(client, `https://127.0.0.1:${mute.port}`, 'connection-timeout', { connect: 200 });
      await using plain = await listen(echo());
      await failing(client, `https://127.0.0.1:${plain.port}`, 'tls-protocol-error');
    });

    test('a server that nobody has signed for is not used, and one that ends in the handshake is told', async () => {
      await using client = await open();
      await using certificate = await makeCertificate();
      const [cert, key] = await Promise.all(
        ['cert.pem', 'key.pem'].map((file) => readFile(path.join(certificate.path, file))),
      );
      assert.ok(cert && key);
      await using secure = await listen(https.createServer({ cert, key }));
      const untrusted = await failing(client, `https://127.0.0.1:${secure.port}`, 'tls-certificate-error');
      assert.match(untrusted.message, /NODE_EXTRA_CA_CERTS/);
      await using old = await listen(
        https.createServer({ cert, key, maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256:@SECLEVEL=0' }),
      );
      const alerted = await failing(client, `https://127.0.0.1:${old.port}`, 'tls-alert');
      assert.equal(alerted.detail?.alert, 40);
      await using rude = await listen(
        net.createServer((socket) => socket.once('data', () => socket.destroy())),
      );
      await failing(client, `https://127.0.0.1:${rude.port}`, 'connection-terminated');
    });

    test('what is no request is none', async () => {
      await using client = await open();
      await using server = await listen(echo());
      const url = `http://127.0.0.1:${server.port}`;
      await failing(client, url, 'invalid-header', { headers: [['A', 'b\r\nC: d']] });
      await failing(client, url, 'invalid-header', { headers: [['A b', 'c']] });
      await failing(client, url, 'invalid-method', { method: 'GE T' });
      await failing(client, url, 'invalid-method', { method: 'CONNECT' });
      await failing(client, 'file:///etc/passwd', 'invalid-url');
    });

    test('a request that is given up is over at its server too', async () => {
      await using client = await open();
      await using server = await listen(http.createServer());
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const stop = new AbortController();
      for (const give of [() => stop.abort(), undefined]) {
        const sent = client.send(
          { method: 'GET', url, headers: [], body: undefined },
          { signal: stop.signal },
        );
        if (!give) break;
        const [request] = (await once(server.server, 'request')) as [http.IncomingMessage];
        const closed = once(request.socket, 'close');
        give();
        await assert.rejects(sent.answer, { case: 'aborted' });
        await closed;
      }
    });

    test('only hosts that are allowed are asked', async () => {
      await using server = await listen(echo());
      await using client = await open(`127.0.0.1:${server.port}`);
      assert.equal((await fetched(client, `http://127.0.0.1:${server.port}`)).status, 200);
      assert.equal((await fetched(client, `http://0x7f.1:${server.port}`)).status, 200);
      for (const url of [
        `http://localhost:${server.port}`,
        'http://127.0.0.1',
        `http://127.0.0.1:${server.port}@other.example`,
        `http://[::ffff:127.0.0.1]:${server.port}`,
      ])
        await failing(client, url, 'denied');
    });

    test('a request says of which trace it is, unless its guest does', async () => {
      const traceFields = () => [['traceparent', '00-a-b-01'] as const, ['tracestate', 'c'] as const];
      await using client = await open(undefined, { traceFields });
      await using server = await listen(echo());
      const sent = async (headers: Asked['headers']) => {
        const { text } = await fetched(client, `http://127.0.0.1:${server.port}`, { headers });
        return (JSON.parse(text) as { raw: string[] }).raw.slice(4);
      };
      assert.deepEqual(await sent([['tracestate', 'own']]), ['traceparent', '00-a-b-01', 'tracestate', 'c']);
      assert.deepEqual(await sent([['TraceParent', 'own']]), ['TraceParent', 'own']);
    });

    test('an app has so many requests under way, and one more when one of them is over', async () => {
      await using client = await open();
      await using server = await listen(http.createServer());
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const send = () => client.send({ method: 'GET', url, headers: [], body: undefined });
      const all = Array.from({ length: 512 }, send);
      await assert.rejects(send().answer, { case: 'connection-limit' });
      all[0]?.abort();
      const one = send();
      const answered = once(server.server, 'request');
      await answered;
      for (const sent of [...all, one]) sent.abort();
      await assert.rejects(one.answer, { case: 'aborted' });
    });

    test('a client that is closed has nothing under way', async () => {
      const client = await open();
      await using server = await listen(http.createServer());
      const url = new URL(`http://127.0.0.1:${server.port}`);
      const { answer } = client.send({ method: 'GET', url, headers: [], body: undefined });
      const [request] = (await once(server.server, 'request')) as [http.IncomingMessage];
      const closed = once(request.socket, 'close');
      await client[Symbol.asyncDispose]();
      await assert.rejects(answer, { case: 'connection-terminated' });
      await closed;
    });
  });
}

async function failing(
  client: HttpClient,
  url: string,
  errorCase: HttpClientErrorCase,
  asked: Partial<Asked> = {},
): Promise<Error & { detail?: HttpClientDetail }> {
  try {
    await fetched(client, url, asked);
  } catch (error) {
    assert.equal((error as { case?: string }).case, errorCase, String(error));
    return error as Error;
  }
  assert.fail(`${url} was answered`);
}
