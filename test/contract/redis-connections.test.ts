/** keyvalue.redis on the way to its server: sockets, IPv6, TLS, silence, and what each answer means. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import tls from 'node:tls';
import { openRedis } from '@slight/runtime/providers/keyvalue/redis.ts';
import { parseAddress } from '@slight/runtime/providers/keyvalue/redis/address.ts';
import { makeCertificate } from './certificate.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { freePort, startRedis } from './servers.ts';

const context = { signal: new AbortController().signal };
const deadlines = { connect: 300, command: 600 };
const open = (address: string) => openRedis('orders', { REDIS_ADDRESS: address }, context);

describe('keyvalue.redis reaches its server', () => {
  test('by a socket, and says where there is none', async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight socket '));
    const socket = path.join(folder.path, 'redis.sock');
    await using _server = await startRedis(undefined, ['--unixsocket', socket]);
    for (const scheme of ['unix', 'redis+unix']) {
      await using bucket = await open(`${scheme}://${encodeURI(socket)}?db=2`);
      await bucket.set('key', bytes('value'));
    }
    const error = await rejectsWith('connection-error', open(`unix://${folder.path}/none`));
    assert.match(error.message, /there is no such socket/);
  });

  test('with one write for all that is asked at once, and with one for what is asked alone', async (t) => {
    await using server = await startRedis();
    await using bucket = await open(`redis://127.0.0.1:${server.port}`);
    const socket = net.Socket.prototype as Required<net.Socket>;
    const one = t.mock.method(socket, '_write');
    const joined = t.mock.method(socket, '_writev');
    const asked = async (count: number) => {
      const before = one.mock.callCount() + joined.mock.callCount();
      await Promise.all(Array.from({ length: count }, () => bucket.get('key')));
      return one.mock.callCount() + joined.mock.callCount() - before;
    };
    assert.deepEqual([await asked(50), await asked(1)], [1, 1]);
  });

  test('by IPv6', { skip: !hasIpv6() }, async () => {
    await using server = await startRedis(undefined, [], '::1');
    await using bucket = await open(`redis://[::1]:${server.port}/1`);
    await bucket.set('key', bytes('value'));
    await server.stop();
    const error = await rejectsWith('connection-error', bucket.get('key'));
    assert.ok(error.message.startsWith(`Redis at [::1]:${server.port} cannot be reached`), error.message);
  });

  test('by TLS, with a certificate for an IP address, and Node warns of nothing', async () => {
    await using certificate = await makeCertificate();
    await using server = await startTls(certificate.path);
    const untrusted = await rejectsWith('connection-error', open(`rediss://127.0.0.1:${server.tls}`));
    assert.match(untrusted.message, /nobody that this machine trusts .*NODE_EXTRA_CA_CERTS/);
    const trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([
      ...trusted,
      await readFile(path.join(certificate.path, 'cert.pem'), 'utf8'),
    ]);
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    try {
      await using bucket = await open(`rediss://127.0.0.1:${server.tls}`);
      await bucket.set('key', bytes('value'));
      assertValue(await bucket.get('key'), bytes('value'));
      const other = await rejectsWith('connection-error', open(`rediss://localhost:${server.tls}`));
      assert.match(other.message, /its certificate is for another host name/);
    } finally {
      process.off('warning', note);
      tls.setDefaultCACertificates(trusted);
    }
    assert.deepEqual(warnings, []);
  });

  test('and says where TLS and none are mixed up', async () => {
    await using certificate = await makeCertificate();
    await using server = await startTls(certificate.path);
    // Redis waits for the end of what it takes for a command
    const configs = { REDIS_ADDRESS: `rediss://127.0.0.1:${server.port}` };
    const plain = await rejectsWith('connection-error', openRedis('orders', configs, context, deadlines));
    assert.match(plain.message, /not accept the connection in time; where it has no TLS, write redis:\/\//);
    const secure = await rejectsWith('connection-error', open(`redis://127.0.0.1:${server.tls}`));
    assert.match(
      secure.message,
      /another server, or one that wants TLS \(rediss:\/\/\)|the connection was closed/,
    );
  });

  test('and says where it is none', async () => {
    await using web = await listen(http.createServer((_request, response) => response.end('hello')));
    const error = await rejectsWith('connection-error', open(`127.0.0.1:${web.port}`));
    assert.match(error.message, /does not answer as Redis does\. Is it the port of another server/);
    for (const reply of [':42', '+OK', '$2\r\nhi', '*0']) {
      const server = net.createServer((socket) => socket.on('data', () => socket.write(`${reply}\r\n`)));
      await using odd = await listen(server);
      const error = await rejectsWith('connection-error', open(`redis://127.0.0.1:${odd.port}`));
      assert.match(error.message, /does not answer as Redis does\. Is it the port of another server/, reply);
    }
    const secure = await rejectsWith('connection-error', open(`rediss://127.0.0.1:${web.port}`));
    assert.match(secure.message, /does not answer in TLS; where it has none, write redis:\/\//);
  });

  test('and waits no longer than it may, nor than the run', async () => {
    await using mute = await listen(net.createServer());
    for (const [scheme, errorCase] of [
      ['redis', 'timeout-error'],
      ['rediss', 'connection-error'],
    ] as const) {
      const address = { REDIS_ADDRESS: `${scheme}://:hunter2@127.0.0.1:${mute.port}/3` };
      const error = await rejectsWith(errorCase, openRedis('orders', address, context, deadlines));
      assert.doesNotMatch(error.message, /hunter2/);
      const run = new AbortController();
      const opening = openRedis('orders', address, { signal: run.signal });
      await once(mute.server, 'connection');
      run.abort();
      assert.match((await rejectsWith('connection-error', opening)).message, /The run has ended/);
      const late = openRedis('orders', address, { signal: run.signal });
      assert.match((await rejectsWith('connection-error', late)).message, /The run has ended/);
    }
  });
});

describe('keyvalue.redis says what a refusal means', () => {
  const refusals = [
    ['LOADING Redis is loading the dataset in memory', 'connection-error', /still loads its data/],
    ['MASTERDOWN Link with MASTER is down', 'connection-error', /a replica that has lost its primary/],
    [
      'TRYAGAIN Multiple keys request during rehashing of slot',
      'connection-error',
      /moves this key to another/,
    ],
    ['CLUSTERDOWN Hash slot not served', 'connection-error', /a cluster that is not whole/],
    ['MOVED 3999 10.0.0.1:6381', 'unexpected-error', /Name a Redis that is no cluster/],
    ['ASK 3999 10.0.0.1:6381', 'unexpected-error', /Name a Redis that is no cluster/],
    ['BUSY Redis is busy running a script', 'connection-error', /is busy with a script/],
    [
      'NOAUTH Authentication required.',
      'authentication-error',
      /asks for a password, and REDIS_ADDRESS holds none/,
    ],
    [
      'DENIED Redis is running in protected mode',
      'authentication-error',
      /protected mode.*give it a password/,
    ],
    ['ERR max number of clients reached', 'connection-error', /as many clients as it takes/],
    ['OOM command not allowed when used memory > maxmemory', 'io-error', /memory is full/],
    [
      'MISCONF Redis is configured to save RDB snapshots',
      'io-error',
      /cannot save to its disk; its log says why/,
    ],
    ['NOREPLICAS Not enough good replicas to write.', 'io-error', /too few of its replicas/],
    [
      "ERR unknown command 'EXISTS', with args beginning with: 'hunter2'",
      'unexpected-error',
      /renamed commands/,
    ],
    ['ERR something about hunter2', 'unexpected-error', /answered: ERR something about ••••/],
  ] as const;
  for (const [answer, errorCase, sentence] of refusals) {
    test(answer.slice(0, 30), async () => {
      await using server = await listen(
        net.createServer((socket) => {
          socket.on('error', () => undefined);
          // the login is taken, and nothing else
          socket.on('data', (data) =>
            socket.write(/^\*\d\r\n\$4\r\nAUTH/.test(String(data)) ? '+OK\r\n' : `-${answer}\r\n`),
          );
        }),
      );
      const error = await rejectsWith(errorCase, open(`redis://:hunter2@127.0.0.1:${server.port}`));
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /hunter2/);
    });
  }
});

test('an address that is written wrong is told by what is wrong, and never repeated', () => {
  const wrong = [
    ['"redis://:hunter2@localhost"', /has quotes around it that are part of the value; leave them out/],
    ["'localhost'", /has quotes around it/],
    ['redis://:hunter2/x@localhost', /has a raw "\/" in its user name or password; write it as %2F/],
    ['redis://:hunter2#x@localhost', /has a raw "#" .* write it as %23/],
    ['redis://me:1#hunter2@localhost:6379/2', /has a raw "#" .* write it as %23/],
    ['redis://me:1/hunter2@localhost', /has a raw "\/" .* write it as %2F/],
    [':hunter2?x@localhost:6379', /has a raw "\?" .* write it as %3F/],
    ['redis://localhost#hunter2', /has something behind a "#"/],
    ['redis://localhost?password=hunter2', /has \?password= behind its "\?", where only \?db= is read/],
    ['redis://localhost/2?db=3', /names a database twice/],
    ['redis://localhost?db=hunter2', /ends in something other than the number of a database/],
    ['redis://localhost/99999999999', /ends in something other than the number of a database/],
    ['unix://host/hunter2.sock', /has a host beside its socket/],
    ['unix://?pass=hunter2', /names no socket/],
    ['http://:hunter2@localhost', /begins with http:\/\/, which is not Redis/],
    ['redis://:hunter2@', /is not an address/],
  ] as const;
  for (const [address, sentence] of wrong) {
    assert.throws(
      () => parseAddress(address),
      (error: Error) => sentence.test(error.message) && !error.message.includes('hunter2'),
      address,
    );
  }
});

test('an address is read as it is meant', () => {
  const local = { host: 'localhost', port: 6379, tls: false, db: 0 };
  assert.deepEqual(parseAddress(' localhost:6379\r\n'), local);
  assert.deepEqual(parseAddress('REDIS://localhost/'), local);
  assert.deepEqual(parseAddress('redis://:@localhost'), local);
  assert.deepEqual(parseAddress('redis://localhost?db=3'), { ...local, db: 3 });
  assert.deepEqual(parseAddress('redis://me@localhost'), { ...local, username: 'me' });
  assert.deepEqual(parseAddress('redis://:p@ss@localhost'), { ...local, password: 'p@ss' });
  assert.deepEqual(parseAddress('redis://m%C3%A9:%2F%23@localhost'), {
    ...local,
    username: 'mé',
    password: '/#',
  });
  assert.deepEqual(parseAddress('unix:///run/a@b.sock'), { ...local, port: 0, path: '/run/a@b.sock' });
});

function hasIpv6(): boolean {
  return Object.values(os.networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
}

async function startTls(folder: string) {
  const port = await freePort();
  const files = ['--tls-cert-file', `${folder}/cert.pem`, '--tls-key-file', `${folder}/key.pem`];
  const authority = ['--tls-ca-cert-file', `${folder}/cert.pem`, '--tls-auth-clients', 'no'];
  const server = await startRedis(undefined, ['--tls-port', String(port), ...files, ...authority]);
  return Object.assign(server, { tls: port });
}
