/** The server as a whole: where it listens, HTTPS, who may read its answers, what it tells, how it ends. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { get } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { originsOf } from '@slight/runtime/http/cors.ts';
import { holderOf } from '@slight/runtime/http/holder.ts';
import type { Certificate } from '@slight/runtime/http/node-server.ts';
import type { Outcome, Refusal } from '@slight/runtime/http/observe.ts';
import { HttpFault } from '@slight/runtime/ports/http.ts';
import { makeCertificate } from '../contract/certificate.ts';
import { reply, serving, textOf } from './handlers.ts';
import { statuses, talk, Wire } from './wire.ts';

const limit = { timeout: 60_000 };
const ask = 'GET / HTTP/1.1\nHost: a\nConnection: close\n\n';

describe('the port of a server', limit, () => {
  const taken = async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    return {
      port: (other.address() as AddressInfo).port,
      [Symbol.dispose]: () => void other.close(),
    };
  };

  it('is said with its URL', async () => {
    await using server = await serving((exchange) => reply(exchange, ''));
    assert.equal(server.url, `http://127.0.0.1:${server.port}`);
    await using everywhere = await serving((exchange) => reply(exchange, ''), { host: '0.0.0.0' });
    assert.equal(everywhere.url, `http://127.0.0.1:${everywhere.port}`);
    await using six = await serving((exchange) => reply(exchange, 'six'), { host: '::1' });
    assert.equal(six.url, `http://[::1]:${six.port}`);
    assert.equal(await (await fetch(six.url)).text(), 'six');
  });

  it('that is taken is told of, with the process that has it where the system says that', async () => {
    using other = await taken();
    const who =
      process.platform === 'linux'
        ? String.raw`node server\.test\.ts \(process ${process.pid}\)`
        : 'another program';
    await assert.rejects(
      serving(() => Promise.resolve(), { port: other.port }),
      {
        name: 'Mistake',
        message: new RegExp(
          `^127\\.0\\.0\\.1:${other.port} is taken by ${who}\\. End that, or take the next port that is free with --listen :auto\\.$`,
        ),
      },
    );
  });

  it('is the next one that is free, where that is asked for', async () => {
    using other = await taken();
    await using server = await serving(() => Promise.resolve(), { port: other.port, auto: true });
    assert.ok(server.port > other.port);
    await using third = await serving(() => Promise.resolve(), { port: other.port, auto: true });
    assert.ok(third.port > server.port);
  });

  it('has nobody where nobody listens', async () => {
    using other = await taken();
    const { port } = other;
    other[Symbol.dispose]();
    assert.equal(await holderOf(port), undefined);
  });

  it('cannot be had of a host that is none or is elsewhere', async () => {
    await assert.rejects(
      serving(() => Promise.resolve(), { host: 'nowhere.invalid' }),
      {
        name: 'Mistake',
        message:
          'There is no host nowhere.invalid, so nothing can listen there. Choose another with --listen.',
      },
    );
    await assert.rejects(
      serving(() => Promise.resolve(), { host: '192.0.2.1' }),
      {
        name: 'Mistake',
        message:
          '192.0.2.1 is no address of this machine, so nothing can listen there. Choose another with --listen.',
      },
    );
  });

  it(
    'is shared by several servers, where the system can',
    { skip: process.platform !== 'linux' },
    async () => {
      await using first = await serving((exchange) => reply(exchange, '1'), { shared: true });
      await using second = await serving((exchange) => reply(exchange, '2'), {
        shared: true,
        port: first.port,
      });
      assert.equal(second.port, first.port);
      const answers = new Set<string>();
      while (answers.size < 2) answers.add((await talk(first.url, ask)).slice(-1));
    },
  );
});

describe('HTTPS', limit, () => {
  const certificate = async () => {
    await using folder = await makeCertificate();
    const [cert, key] = await Promise.all(
      ['cert.pem', 'key.pem'].map((name) => readFile(path.join(folder.path, name))),
    );
    return { cert: cert ?? '', key: key ?? '' };
  };

  it('is served with a certificate and its key', async () => {
    const tls = await certificate();
    const seen: string[] = [];
    await using server = await serving(
      async (exchange) => {
        seen.push(exchange.scheme);
        await reply(exchange, await textOf(exchange));
      },
      { tls },
    );
    assert.match(server.url, /^https:/);
    const [answer] = (await once(get(server.url, { ca: tls.cert }), 'response')) as [IncomingMessage];
    assert.equal(answer.statusCode, 200);
    answer.resume();
    await once(answer, 'end');
    assert.deepEqual(seen, ['https']);
    // one who asks without TLS gets nothing, and the server lives
    assert.equal(await talk(server.url, ask), '');
  });

  it('ends with who takes too long for the handshake', async () => {
    const tls = await certificate();
    await using server = await serving((exchange) => reply(exchange, ''), { tls, limits: { headTime: 100 } });
    using silent = await Wire.to(server.url);
    using begun = await Wire.to(server.url);
    // the first bytes of a record that is a handshake (RFC 8446, 5.1)
    begun.sendBytes('\x16\x03\x01');
    assert.deepEqual(await Promise.all([silent.end(), begun.end()]), ['', '']);
  });

  it('is not served with the key of another, or with what is no certificate', async () => {
    const { cert, key } = await certificate();
    const { key: another } = await certificate();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const locked = privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    const refused = (tls: Certificate, why: string) =>
      assert.rejects(
        serving(() => Promise.resolve(), { tls }),
        { name: 'Mistake', message: `HTTPS cannot be served: ${why}.` },
      );
    const together = 'Give the two files that belong together, with --cert and --key';
    await refused({ cert, key: another }, `the key is not that of the certificate. ${together}`);
    await refused({ cert, key: rsa }, `the key is not that of the certificate. ${together}`);
    await refused({ cert: 'no', key }, `the certificate or the key is no PEM. ${together}`);
    await refused({ cert, key: 'no' }, `the certificate or the key is no PEM. ${together}`);
    await refused(
      { cert, key: locked },
      'the key has a pass phrase. Give one without: openssl pkey -in KEY -out PLAIN writes it',
    );
    await refused(
      { cert: key, key: cert },
      'the certificate is where the key should be, and the key where the certificate should be. Swap --cert and --key',
    );
  });
});

describe('pages of other origins', limit, () => {
  const from = (origin: string, more = '') =>
    `GET /x HTTP/1.1\nHost: a\nConnection: close\nOrigin: ${origin}\n${more}\n`;

  it('may read the answers where that is asked for, also those of the server itself', async () => {
    await using server = await serving(
      (exchange) => {
        if (exchange.headers.some(([name]) => name === 'X-Fail')) throw new HttpFault(503, 'Full.');
        return reply(exchange, 'x', { fields: [['access-control-allow-origin', 'https://guest.example']] });
      },
      { cors: ['https://a.example', 'http://localhost:5173'] },
    );
    for (const more of ['', 'X-Fail: 1\n', 'Upgrade: websocket\n']) {
      const allowed = await talk(server.url, from('http://localhost:5173', more));
      assert.match(allowed, /\r\nAccess-Control-Allow-Origin: http:\/\/localhost:5173\r\n/);
      assert.match(allowed, /\r\nVary: Origin\r\n/);
      const other = await talk(server.url, from('https://b.example', more));
      assert.doesNotMatch(other, /access-control-allow-origin/i);
      assert.match(other, /\r\nVary: Origin\r\n/);
    }
  });

  it('of any origin are all', async () => {
    await using server = await serving((exchange) => reply(exchange, 'x'), { cors: ['*'] });
    const received = await talk(server.url, from('null'));
    assert.match(received, /\r\nAccess-Control-Allow-Origin: \*\r\n/);
    assert.doesNotMatch(received, /Vary/);
  });

  it('ask before they send, and the guest is not asked for that', async () => {
    let asked = 0;
    await using server = await serving(
      (exchange) => {
        asked++;
        return reply(exchange, 'guest');
      },
      { cors: ['https://a.example'] },
    );
    const preflight = `OPTIONS / HTTP/1.1\nHost: a\nConnection: close\nOrigin: https://a.example\n`;
    const received = await talk(
      server.url,
      `${preflight}Access-Control-Request-Method: PUT\nAccess-Control-Request-Headers: x-a,x-b\n\n`,
    );
    assert.deepEqual(statuses(received), [204]);
    assert.match(received, /\r\nAccess-Control-Allow-Origin: https:\/\/a\.example\r\n/);
    assert.match(received, /\r\nAccess-Control-Allow-Methods: PUT\r\n/);
    assert.match(received, /\r\nAccess-Control-Allow-Headers: x-a,x-b\r\n/);
    assert.equal(asked, 0);
    assert.match(await talk(server.url, `${preflight}\n`), /guest$/);
    await using silent = await serving((exchange) => reply(exchange, 'guest'));
    assert.match(await talk(silent.url, `${preflight}Access-Control-Request-Method: PUT\n\n`), /guest$/);
  });

  it('are named as a browser names them', () => {
    assert.deepEqual(originsOf(['*', 'HTTP://LocalHost:80/', 'https://a.example']), [
      '*',
      'http://localhost',
      'https://a.example',
    ]);
    for (const text of ['localhost:5173', 'https://a.example/x', 'a', 'file:///']) {
      assert.throws(() => originsOf([text]), {
        name: 'Mistake',
        message: new RegExp(`^${text} is no origin\\.`),
      });
    }
  });
});

describe('what goes wrong in a handler', limit, () => {
  const faulty = async (fail: () => unknown) => {
    const outcomes: Outcome[] = [];
    await using server = await serving(
      async (exchange) => {
        await fail();
        if (exchange.target === '/none') return;
        exchange.respond(200, []);
      },
      { observe: async (_exchange, run) => void outcomes.push(await run()) },
    );
    const received = await talk(server.url, ask);
    // the server lives
    await talk(server.url, ask);
    return { received, outcome: outcomes[0] };
  };

  it('is a status, its fields and a sentence where it is an HttpFault', async () => {
    const { received, outcome } = await faulty(() => {
      throw new HttpFault(503, 'All are busy.', [['Retry-After', '1']]);
    });
    assert.match(
      received,
      /^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text\/plain/,
    );
    assert.match(received, /\r\n\r\nAll are busy\.\n$/);
    assert.equal(outcome?.status, 503);
    assert.equal(outcome.reason, 'All are busy.');
  });

  it('is 500 without its text where it is something else; who observes has it', async () => {
    const bug = new Error('password=hunter2');
    const { received, outcome } = await faulty(() => {
      throw bug;
    });
    assert.match(received, /^HTTP\/1\.1 500 [^]*\r\n\r\nThe app failed to answer\.\n$/);
    assert.equal(outcome?.error, bug);
  });

  it('is 500 where it has not ended what nothing was sent of', async () => {
    const { received, outcome } = await faulty(() => undefined);
    assert.match(received, /^HTTP\/1\.1 500 [^]*\r\n\r\nThe app did not end its answer\.\n$/);
    assert.equal(outcome?.status, 500);
  });

  it('is 500 where it answered nothing, or what cannot be sent', async () => {
    const answers: Readonly<Record<string, [number, [string, string]]>> = {
      '/name': [200, ['a b', 'x']],
      '/value': [200, ['X-A', 'a\r\nSet-Cookie: b']],
      '/nul': [200, ['X-A', '\0']],
      '/wide': [200, ['X-A', '€']],
      '/length': [200, ['Content-Length', '1e3']],
      '/status': [1000, ['X-A', 'b']],
      '/info': [100, ['X-A', 'b']],
      '/nan': [Number.NaN, ['X-A', 'b']],
    };
    await using server = await serving(async (exchange) => {
      const answer = answers[exchange.target];
      if (answer) await exchange.respond(answer[0], [answer[1]]).finish();
    });
    for (const target of ['/none', ...Object.keys(answers)]) {
      const received = await talk(server.url, ask.replace('/', target));
      assert.deepEqual(statuses(received), [500], received);
      assert.match(received, /\r\n\r\nThe app [^\n]*\.\n$/);
      assert.doesNotMatch(received, /Set-Cookie: b\r/);
    }
  });

  it('breaks off what has gone out in part', async () => {
    const outcomes: Outcome[] = [];
    await using server = await serving(
      async (exchange) => {
        exchange.respond(200, []).output.write(Buffer.from('part'));
        await new Promise(setImmediate);
        throw new Error('bug');
      },
      { observe: async (_exchange, run) => void outcomes.push(await run()) },
    );
    const received = await talk(server.url, ask);
    assert.match(received, /\r\n4\r\npart\r\n$/);
    assert.equal(outcomes[0]?.status, 200);
    assert.equal(outcomes[0].reason, 'The app failed to answer.');
  });

  it('is told to who observes where it comes behind the answer', async () => {
    const outcomes: Outcome[] = [];
    const bug = new Error('bug');
    await using server = await serving(
      async (exchange) => {
        await reply(exchange, 'whole');
        throw bug;
      },
      { observe: async (_exchange, run) => void outcomes.push(await run()) },
    );
    assert.match(await talk(server.url, ask), /\r\n\r\nwhole$/);
    assert.deepEqual(outcomes, [
      { status: 200, bytes: 5, reason: 'The app failed behind its answer.', error: bug },
    ]);
  });

  it('leaves out what is about the connection', async () => {
    await using server = await serving((exchange) =>
      reply(exchange, 'x', {
        fields: [
          ['Connection', 'X-Hop, keep-alive'],
          ['X-Hop', '1'],
          ['Transfer-Encoding', 'gzip'],
          ['Upgrade', 'h2c'],
          ['Keep-Alive', 'timeout=900'],
          ['Proxy-Connection', 'close'],
          ['X-Kept', '1'],
          ['X-Kept', '2'],
        ],
      }),
    );
    const received = await talk(server.url, ask);
    assert.match(
      received,
      /^HTTP\/1\.1 200 OK\r\nX-Kept: 1\r\nX-Kept: 2\r\nContent-Length: 1\r\nDate: [^\r]*\r\nConnection: close\r\n\r\nx$/,
    );
  });
});

describe('who observes', limit, () => {
  it('is told of each request, how it ended and how long its answer was', async () => {
    const seen: unknown[] = [];
    await using server = await serving(async (exchange) => reply(exchange, await textOf(exchange)), {
      observe: async ({ method, target, authority }, run) => {
        const { status, bytes, reason } = await run();
        seen.push({ method, target, authority, status, bytes, reason });
      },
    });
    await talk(server.url, 'POST /a?b HTTP/1.1\nHost: h:1\nConnection: close\nContent-Length: 3\n\nabc');
    await talk(server.url, 'GET http://other/ HTTP/1.1\nHost: h\nConnection: close\n\n');
    await talk(server.url, 'GET / HTTP/1.1\n\n');
    assert.deepEqual(seen, [
      { method: 'POST', target: '/a?b', authority: 'h:1', status: 200, bytes: 3, reason: undefined },
      {
        method: 'GET',
        target: 'http://other/',
        authority: 'other',
        status: 200,
        bytes: 0,
        reason: undefined,
      },
      {
        method: 'GET',
        target: '/',
        authority: undefined,
        status: 400,
        bytes: 0,
        reason: 'The request cannot be understood: it has no Host field.',
      },
    ]);
  });
});

describe('what is refused where there is no request yet', limit, () => {
  const refusedBy = async (text: string, headTime = 200) => {
    const refusals: Refusal[] = [];
    await using server = await serving((exchange) => reply(exchange, ''), {
      limits: { headTime },
      refused: (refusal) => void refusals.push(refusal),
    });
    const received = await talk(server.url, text);
    return { received: statuses(received), refusals };
  };

  it('is told of, with what is sure of its request line', async () => {
    const long = 'a'.repeat(20_000);
    for (const [text, status, line] of [
      ['GARBAGE\n\n', 501],
      ['GET /a HTTP/1.1\nX: \0\n\n', 400, '/a'],
      [`GET /a?b HTTP/1.1\nX: ${long}\n\n`, 431, '/a?b'],
      [`GET /${long} HTTP/1.1\n\n`, 414, `/${long}`],
      ['GET /a HTTP/1.1\nHost', 408],
      ['CONNECT a:1 HTTP/1.1\nHost: a\n\n', 501, 'a:1'],
    ] as const) {
      const { received, refusals } = await refusedBy(text);
      assert.deepEqual(received, [status]);
      const told = refusals.map((one) => [one.status, one.line?.target.slice(0, 16_000)]);
      assert.deepEqual(told, [[status, line?.slice(0, 16_000)]]);
      assert.match(refusals[0]?.reason ?? '', /\.$/);
    }
  });

  it('is told of once, without the line of another', async () => {
    const { received, refusals } = await refusedBy(
      `${ask.replace('close', 'keep-alive')}GET /b HTTP/1.1\na b\n\n`,
    );
    assert.deepEqual(received, [200, 400]);
    assert.deepEqual(refusals, [
      { status: 400, reason: 'The request cannot be understood: Invalid header token.' },
    ]);
  });

  it('has no line where a packet begins with what only looks like one', async () => {
    const refusals: Refusal[] = [];
    await using server = await serving((exchange) => reply(exchange, ''), {
      refused: (refusal) => void refusals.push(refusal),
    });
    using wire = await Wire.to(server.url);
    wire.send('GET /a HTTP/1.1\n');
    // the server has read it when it answers what came later
    await talk(server.url, ask);
    assert.deepEqual(statuses(await wire.send('GET /b HTTP/1.1\n\n').end()), [400]);
    assert.deepEqual(
      refusals.map(({ line }) => line),
      [undefined],
    );
  });

  it('is nothing where nothing came', async () => {
    assert.deepEqual(await refusedBy('', 50), { received: [408], refusals: [] });
  });
});

describe('a server that ends', limit, () => {
  it('lets what is under way end, says that the connection does too, and takes nothing more', async () => {
    const go = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const server = await serving(async (exchange) => {
      begun.resolve(undefined);
      await go.promise;
      await reply(exchange, 'done');
    });
    using idle = await Wire.to(server.url);
    using busy = await Wire.to(server.url);
    busy.send('GET / HTTP/1.1\nHost: a\n\n');
    await begun.promise;
    const closed = server.close(60_000);
    assert.equal(await idle.end(), '');
    await assert.rejects(Wire.to(server.url), { code: 'ECONNREFUSED' });
    go.resolve(undefined);
    const received = await busy.end();
    assert.match(received, /\r\nConnection: close\r\n[^]*\r\n\r\ndone$/);
    await closed;
  });

  it('closes a connection whose answer began before, when that has ended', async () => {
    const go = Promise.withResolvers<undefined>();
    const server = await serving(
      async (exchange) => {
        const body = exchange.respond(200, []);
        await go.promise;
        await body.finish();
      },
      { limits: { idle: 3_600_000 } },
    );
    using wire = await Wire.to(server.url);
    wire.send('GET / HTTP/1.1\nHost: a\n\n');
    await wire.until(/\r\n\r\n/);
    const closed = server.close(60_000);
    go.resolve(undefined);
    assert.match(await wire.end(), /\r\nConnection: keep-alive\r\n[^]*\r\n0\r\n\r\n$/);
    await closed;
  });

  it('ends what is still under way after its grace', async () => {
    const begun = Promise.withResolvers<undefined>();
    const aborted = Promise.withResolvers<undefined>();
    const told = Promise.withResolvers<Outcome>();
    const server = await serving(
      async ({ signal }) => {
        begun.resolve(undefined);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted.resolve(undefined);
        throw new Error('stopped');
      },
      { observe: async (_exchange, run) => told.resolve(await run()) },
    );
    using wire = await Wire.to(server.url);
    wire.send('GET / HTTP/1.1\nHost: a\n\n');
    await begun.promise;
    await server.close(10);
    await aborted.promise;
    assert.deepEqual(await told.promise, {
      status: undefined,
      bytes: 0,
      reason: 'The server ended before the answer was out.',
      cut: true,
    });
    assert.equal(await wire.end(), '');
  });
});
