/** Guests of both kinds send requests to servers that behave, and that do not. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { makeCertificate } from '../contract/certificate.ts';
import { echo } from '../contract/http-client.ts';
import { listen } from '../contract/own-server.ts';
import { client, send } from './sender.ts';

/** What the server of `echo` says that it was asked. */
function asked(stdout: string): {
  readonly line: string;
  readonly raw: readonly string[];
  readonly length: number;
} {
  return JSON.parse(/^body \d+: (.*)$/m.exec(stdout)?.[1] ?? '') as ReturnType<typeof asked>;
}

/** A server whose answers send on, as a table of paths says; what is in none is answered with what was asked. */
function sending(on: Readonly<Record<string, readonly [status: number, location: string]>>): http.Server {
  const last = echo();
  return http.createServer((request, response) => {
    const [status, location] = on[request.url ?? ''] ?? [];
    if (status !== undefined && location !== undefined)
      response.writeHead(status, { Location: location }).end('go');
    else last.emit('request', request, response);
  });
}

describe('a legacy guest', () => {
  const guest = 'c-http-client';

  test('sends what it likes, any bytes, and has the answer whole', async () => {
    await using server = await listen(echo());
    const url = `http://127.0.0.1:${server.port}/a?b`;
    const { stdout, code, stderr } = await send(guest, ['PATCH', url, '-H', 'X', 'ü', '-B', '300000']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^status 200\n(header .*\n)+body/);
    const { line, raw, length } = asked(stdout);
    assert.equal(line, 'PATCH /a?b');
    assert.equal(length, 300_000);
    assert.deepEqual(raw.slice(4), [
      ...['X', Buffer.from('ü').toString('latin1')],
      ...['Accept', '*/*', 'content-length', '300000'],
    ]);
  });

  test('is sent on, with its method where the answer says so, and its login to the same server alone', async () => {
    await using other = await listen(echo());
    await using server = await listen(
      sending({
        '/see': [303, '/a'],
        '/same': [307, '/a'],
        '/other': [308, `http://127.0.0.1:${other.port}/b`],
        '/loop': [302, '/loop'],
        '/ftp': [302, 'ftp://127.0.0.1/'],
      }),
    );
    const follow = async (at: string) => {
      const url = `http://127.0.0.1:${server.port}/${at}`;
      return send(guest, ['POST', url, '-b', 'abc', '-H', 'Authorization', 'Bearer x']);
    };
    const seen = asked((await follow('see')).stdout);
    assert.deepEqual([seen.line, seen.length, seen.raw.includes('Bearer x')], ['GET /a', 0, true]);
    const same = asked((await follow('same')).stdout);
    assert.deepEqual([same.line, same.length, same.raw.includes('Bearer x')], ['POST /a', 3, true]);
    const there = asked((await follow('other')).stdout);
    assert.deepEqual([there.line, there.length, there.raw.includes('Bearer x')], ['POST /b', 3, false]);
    assert.match((await follow('loop')).stdout, /^error: protocol-error .* more than 10 times/);
    assert.match((await follow('ftp')).stdout, /^error: invalid-url /);
  });

  test('is told of every failure as an error of its interface', async () => {
    const gone = await listen(net.createServer());
    await gone[Symbol.asyncDispose]();
    await using rude = await listen(
      net.createServer((socket) => socket.once('data', () => socket.destroy())),
    );
    const failures: readonly (readonly [string, RegExp])[] = [
      [`http://127.0.0.1:${gone.port}`, /^error: unexpected-error Nobody listens on 127/],
      ['http://nothing.invalid', /^error: unexpected-error There is no server named nothing\.invalid/],
      [
        `http://127.0.0.1:${rude.port}`,
        /^error: unexpected-error .* closed the connection without an answer/,
      ],
      ['/no/host', /^error: invalid-url /],
      ['ftp://127.0.0.1', /^error: invalid-url /],
    ];
    for (const [url, expected] of failures) {
      const { stdout, code } = await send(guest, ['GET', url]);
      assert.match(stdout, expected);
      assert.equal(code, 1);
    }
  });

  test('reuses a connection', async () => {
    await using server = await listen(echo());
    let connections = 0;
    server.server.on('connection', () => (connections += 1));
    const { stdout } = await send(guest, ['GET', `http://127.0.0.1:${server.port}`, '-n', '50']);
    assert.equal(stdout.match(/^status 200$/gm)?.length, 50);
    assert.ok(connections <= 2, String(connections));
  });

  test('has no endless answer', async () => {
    const endless = http.createServer((_request, response) => {
      const chunk = Buffer.alloc(2 ** 20);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    await using server = await listen(endless);
    const { stdout } = await send(guest, ['GET', `http://127.0.0.1:${server.port}`]);
    assert.match(stdout, /^error: unexpected-error .* larger than 268435456 bytes/);
  });
});

describe('a component', () => {
  const guest = 'c-wasi-http-client';
  const get = (port: number, ...more: string[]) => ['GET', 'http', `127.0.0.1:${port}`, '/', ...more];

  test('sends a request, and has the answer with its trailers', async () => {
    await using server = await listen(
      http.createServer((request, response) => {
        response.writeHead(201, { Trailer: 'T', A: 'b' });
        response.write(`${request.method} ${request.url} ${String(request.headers['x'])}`);
        response.addTrailers({ T: 'u' });
        response.end();
      }),
    );
    const { stdout, stderr } = await send(guest, [
      'DELETE',
      'http',
      `127.0.0.1:${server.port}`,
      '/a?b',
      '-H',
      'X',
      'y',
    ]);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^status 201\n(header .*\n)*header A: b\n(header .*\n)*body 13: DELETE \/a\?b y\ntrailer T: u\n$/,
    );
    assert.doesNotMatch(stdout, /^header (connection|transfer-encoding)/im);
  });

  test('is not sent on', async () => {
    await using server = await listen(sending({ '/': [302, '/a'] }));
    assert.match(
      (await send(guest, get(server.port))).stdout,
      /^status 302\n(header .*\n)*header Location: \/a\n/,
    );
  });

  test('asks by https and for / where it says nothing else', async () => {
    await using certificate = await makeCertificate();
    const [cert, key] = await Promise.all(
      ['cert.pem', 'key.pem'].map((file) => readFile(path.join(certificate.path, file))),
    );
    assert.ok(cert && key);
    await using server = await listen(
      https.createServer({ cert, key }, echo().listeners('request')[0] as http.RequestListener),
    );
    const args = ['GET', '-', `127.0.0.1:${server.port}`, '-'];
    assert.equal((await send(guest, args)).stdout, 'error: TLS-certificate-error\n');
    const trusted = { NODE_EXTRA_CA_CERTS: path.join(certificate.path, 'cert.pem') };
    assert.equal(asked((await send(guest, args, { env: trusted })).stdout).line, 'GET /');
  });

  test(
    'writes its body while it reads the answer, 100 MB both ways, in little memory',
    { skip: process.platform !== 'linux' && 'asks /proc' },
    async () => {
      let pid = 0;
      let most = 0;
      await using server = await listen(
        http.createServer((request, response) => {
          request.pipe(response);
          request.on('end', () => {
            most =
              Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
          });
        }),
      );
      const args = ['POST', 'http', `127.0.0.1:${server.port}`, '/', '-B', '100000000'];
      const { stdout, stderr } = await send(guest, args, { started: (given) => (pid = given) });
      assert.match(stdout, /^status 200\n(header .*\n)*body 100000000: zeroes\n$/, stderr);
      assert.ok(most > 20 && most < 250, `at most ${most} MiB`);
    },
  );

  test('has the length of its body held to what it says', async () => {
    await using server = await listen(echo());
    const post = (length: string) => [
      'POST',
      'http',
      `127.0.0.1:${server.port}`,
      '/',
      '-b',
      'abc',
      '-H',
      'Content-Length',
      length,
    ];
    const { stdout } = await send(guest, post('3'));
    assert.deepEqual(asked(stdout).raw.slice(4), ['content-length', '3']);
    assert.equal((await send(guest, post('4'))).stdout, 'finish: HTTP-request-body-size 3\n');
    assert.equal((await send(guest, post('2'))).stdout, 'write: HTTP-request-body-size 3\n');
  });

  test('is told of every failure by its own case', async () => {
    const gone = await listen(net.createServer());
    await gone[Symbol.asyncDispose]();
    await using rude = await listen(
      net.createServer((socket) => socket.once('data', () => socket.destroy())),
    );
    await using mute = await listen(net.createServer());
    await using half = await listen(
      net.createServer((socket) =>
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')),
      ),
    );
    await using broken = await listen(
      net.createServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')),
      ),
    );
    await using foreign = await listen(net.createServer((socket) => socket.end('SSH-2.0-x\r\n\r\n')));
    const failures: readonly (readonly [readonly string[], RegExp])[] = [
      [get(gone.port), /^error: connection-refused\n$/],
      [['GET', 'http', 'nothing.invalid', '/'], /^error: DNS-(error NXDOMAIN|timeout)\n$/],
      [get(rude.port), /^error: connection-terminated\n$/],
      [
        ['GET', 'https', `127.0.0.1:${mute.port}`, '/', '-t', '200', '-', '-'],
        /^error: connection-timeout\n$/,
      ],
      [get(mute.port, '-t', '-', '200', '-'), /^error: HTTP-response-timeout\n$/],
      [get(half.port, '-t', '-', '-', '200'), /^status 200\n.*\nread: connection-read-timeout\n$/],
      [get(broken.port), /^status 200\n.*\nread: HTTP-response-incomplete\n$/],
      [get(foreign.port), /^error: HTTP-protocol-error\n$/],
      [['GET', 'http', '-', '/'], /^handle: HTTP-request-URI-invalid\n$/],
      [['GET', 'http', `127.0.0.1:${mute.port}`, '.evil.example/'], /^handle: HTTP-request-URI-invalid\n$/],
      [['GET', 'gopher', `127.0.0.1:${mute.port}`, '/'], /^error: HTTP-request-URI-invalid\n$/],
      [['CONNECT', 'http', `127.0.0.1:${mute.port}`, '/'], /^error: HTTP-request-method-invalid\n$/],
    ];
    for (const [args, expected] of failures)
      assert.match((await send(guest, args)).stdout, expected, args.join(' '));
  });
});

describe('only where the slightfile lets it', () => {
  const guests: Readonly<Record<string, (port: number) => readonly string[]>> = {
    'c-http-client': (port) => ['GET', `http://127.0.0.1:${port}/`],
    'c-wasi-http-client': (port) => ['GET', 'http', `127.0.0.1:${port}`, '/'],
  };
  for (const [guest, args] of Object.entries(guests)) {
    test(`${guest} sends nothing without the capability, and its user is told what to add`, async () => {
      await using server = await listen(echo());
      let requests = 0;
      server.server.on('connection', () => (requests += 1));
      const keyvalue = '[[capability]]\nresource = "keyvalue.memory"\nname = "a"\n';
      const { stdout, stderr } = await send(guest, args(server.port), { capabilities: keyvalue });
      assert.match(
        stdout,
        /^error: unexpected-error slightfile\.toml declares no http-client\n$|^handle: HTTP-request-denied\n$/,
      );
      assert.match(
        stderr,
        /^slight: The guest may send no HTTP requests: slightfile\.toml declares no http-client\. To allow them, add to it:\n {2}\[\[capability\]\]\n {2}resource = "http-client"\n {2}name = "\*"\n/,
      );
      assert.equal(requests, 0);
      // and what is to be added is enough
      const added = stderr.match(/^ {2}(?:\[\[|resource|name).*$/gm)?.join('\n') ?? '';
      assert.match(
        (await send(guest, args(server.port), { capabilities: `${added}\n` })).stdout,
        /^status 200\n/,
      );
    });

    test(`${guest} reaches the hosts that any of its capabilities allows`, async () => {
      await using server = await listen(echo());
      const two = client('a.example', 'a') + client(`127.0.0.1:${server.port}`, 'b');
      assert.match((await send(guest, args(server.port), { capabilities: two })).stdout, /^status 200\n/);
      const { stdout, stderr } = await send(guest, args(server.port), {
        capabilities: client('a.example', 'a') + client('', 'b'),
      });
      assert.match(stdout, /^error: (unexpected-error .* none of the ALLOWED_HOSTS|HTTP-request-denied)/);
      assert.match(
        stderr,
        /^slight: A request of the guest was not sent: 127\.0\.0\.1:\d+ is none of the ALLOWED_HOSTS of http-client\. To allow it, add it there\.\n/m,
      );
    });
  }

  test('also where an answer sends it on', async () => {
    await using other = await listen(echo());
    await using server = await listen(sending({ '/': [302, `http://127.0.0.1:${other.port}/`] }));
    let requests = 0;
    other.server.on('connection', () => (requests += 1));
    const { stdout } = await send('c-http-client', ['GET', `http://127.0.0.1:${server.port}/`], {
      capabilities: client(`127.0.0.1:${server.port}`),
    });
    assert.match(stdout, /^error: unexpected-error 127\.0\.0\.1:\d+ is none of the ALLOWED_HOSTS/);
    assert.equal(requests, 0);
  });

  test('a list that cannot be read, or is not there, allows nothing', async () => {
    await using server = await listen(echo());
    const args = ['GET', `http://127.0.0.1:${server.port}/`];
    for (const hosts of ['*/x', '${envvars.SLIGHT_NO_SUCH_VARIABLE}']) {
      const { stdout } = await send('c-http-client', args, { capabilities: client(hosts) });
      assert.match(stdout, /^error: unexpected-error .*ALLOWED_HOSTS/, hosts);
    }
    const capabilities = client('${envvars.SLIGHT_TEST_HOSTS}');
    const env = { SLIGHT_TEST_HOSTS: `127.0.0.1:${server.port}` };
    assert.match((await send('c-http-client', args, { capabilities, env })).stdout, /^status 200\n/);
  });
});
