/** messaging.nats and messaging.mosquitto by TLS with an authority of one's own, and by signed credentials. */
import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { describe, test } from 'node:test';
import { openMosquitto } from '@slight/runtime/providers/messaging/mosquitto.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import { makeCertificate } from './certificate.ts';
import { failsWith, message, take } from './messaging-asserts.ts';
import type { Broker } from './messaging-asserts.ts';
import { startOperatedNats, startSecureMosquitto, startSecureNats } from './messaging-servers.ts';
import { startNats } from './servers.ts';
import type { TestServer } from './servers.ts';

const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-logins-'));
process.on('exit', () => void folder.remove());
let names = 0;
const context = () => ({
  signal: new AbortController().signal,
  folder: path.join(folder.path, String(++names)),
});
const deadlines = { connect: 2_000, command: 2_000 };
const password = 'the pass/word';

async function works(broker: Broker): Promise<void> {
  await using subscription = await broker.subscribe('topic');
  await using queue = await broker.queue();
  await broker.publish('topic', message('published'));
  await queue.send(message('sent'));
  assert.deepEqual(await take(subscription, 1), ['published']);
  assert.deepEqual(await take(queue, 1), ['sent']);
}

/** As NODE_EXTRA_CA_CERTS has it, of a process that has begun. */
async function trusting(certificate: string): Promise<Disposable> {
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, await readFile(path.join(certificate, 'cert.pem'), 'utf8')]);
  return { [Symbol.dispose]: () => tls.setDefaultCACertificates(trusted) };
}

interface Secured {
  readonly start: (certificate: string) => Promise<TestServer>;
  readonly open: (
    port: number,
    given: { host?: string; password?: string; tls?: boolean },
  ) => Promise<Broker>;
}

const secured: Readonly<Record<string, Secured>> = {
  'messaging.nats': {
    start: (certificate) => startSecureNats(certificate, password),
    open(port, { host = '127.0.0.1', password: given = password, tls: isTls = true }) {
      const login = `slight:${encodeURIComponent(given)}`;
      const configs = { NATS_URL: `${isTls ? 'tls' : 'nats'}://${login}@${host}:${port}` };
      return openNats('broker', configs, context(), deadlines);
    },
  },
  'messaging.mosquitto': {
    start: (certificate) => startSecureMosquitto(certificate, password),
    open(port, { host = '127.0.0.1', password: given = password, tls: isTls = true }) {
      const login = { MOSQUITTO_USERNAME: 'slight', MOSQUITTO_PASSWORD: given };
      const at = { MOSQUITTO_HOST: host, MOSQUITTO_PORT: String(port), MOSQUITTO_TLS: String(isTls) };
      return openMosquitto('broker', { ...at, ...login }, context(), deadlines);
    },
  },
};

for (const [resource, { start, open }] of Object.entries(secured)) {
  test(`${resource} by TLS, with a user and a password, and an authority of one's own`, async () => {
    await using certificate = await makeCertificate();
    await using server = await start(certificate.path);
    const untrusted = await failsWith('service-unavailable', open(server.port, {}));
    assert.match(untrusted.message, /nobody that this machine trusts .*NODE_EXTRA_CA_CERTS/);
    using _trusted = await trusting(certificate.path);
    await using broker = await open(server.port, {});
    await works(broker);
    const wrong = Buffer.from('not the password').toString('base64');
    const refused = await failsWith('insufficient-permissions', open(server.port, { password: wrong }));
    assert.ok(!refused.message.includes(wrong), refused.message);
    const other = await failsWith('service-unavailable', open(server.port, { host: 'localhost' }));
    assert.match(other.message, /its certificate is for another host name/);
    await server.stop();
    await failsWith(['connection-lost', 'service-unavailable'], broker.publish('topic', message('lost')));
    await server.start();
    await works(broker);
  });

  test(`${resource} says where TLS and none are mixed up`, async () => {
    await using certificate = await makeCertificate();
    await using server = await start(certificate.path);
    using _trusted = await trusting(certificate.path);
    const error = await failsWith('service-unavailable', open(server.port, { tls: false }));
    assert.match(
      error.message,
      /it wants TLS; write tls:\/\/ in NATS_URL|where its port is for TLS, set MOSQUITTO_TLS/,
    );
  });
}

describe('messaging.nats with NATS_CREDS', () => {
  const open = (port: number, credentials: string) =>
    openNats(
      'broker',
      { NATS_URL: `nats://127.0.0.1:${port}`, NATS_CREDS: credentials },
      context(),
      deadlines,
    );

  test('the text of a .creds file, or its path, and of none else', async () => {
    await using server = await startOperatedNats();
    const { port, credentials, strange, expired, seed } = server;
    for (const given of [strange, expired, '']) {
      const error = await failsWith('insufficient-permissions', open(port, given));
      assert.match(error.message, /refuses the login\. Give NATS_CREDS/);
    }
    const file = path.join(folder.path, 'user.creds');
    await writeFile(file, credentials, { mode: 0o600 });
    for (const given of [credentials, file, ` ${file}\n`]) {
      await using broker = await open(port, given);
      await works(broker);
    }
    for (const given of [path.join(folder.path, 'none.creds'), seed]) {
      const error = await failsWith('insufficient-permissions', open(port, given));
      assert.match(error.message, /neither the text of a \.creds file nor the path of one that can be read/);
      assert.ok(!error.message.includes(seed), error.message);
    }
    const header = credentials.slice(0, credentials.indexOf('*****'));
    for (const broken of [credentials.replace(seed, `${seed.slice(0, -4)}AAAA`), header]) {
      const error = await failsWith('insufficient-permissions', open(port, broken));
      assert.match(error.message, /NATS_CREDS is damaged/);
      assert.ok(!error.message.includes(seed.slice(0, -4)), error.message);
    }
  });

  test('a connection that breaks is made again with them', async () => {
    await using server = await startOperatedNats();
    await using broker = await open(server.port, server.credentials);
    await works(broker);
    await server.stop();
    await failsWith(['connection-lost', 'service-unavailable'], broker.publish('topic', message('lost')));
    await server.start();
    await works(broker);
  });

  test('a server that knows another login refuses them', async () => {
    await using operated = await startOperatedNats();
    await using server = await startNats(password);
    await failsWith('insufficient-permissions', open(server.port, operated.credentials));
  });
});
