/** Messages over Kafka through guests, run by the program that ships, as users do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate } from '../contract/certificate.ts';
import { startKafka } from '../contract/kafka/broker.ts';
import { shipped } from '../shipped.ts';

const guestFile = (name: string) => path.join(import.meta.dirname, '../../.cache/guests', `${name}.wasm`);

/** A folder with a slightfile that serves `broker`. */
async function app(configs: Readonly<Record<string, string>>, resource = 'messaging.confluent_apache_kafka') {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-kafka-'));
  const written = Object.entries(configs).map(([key, value]) => `configs.${key} = "${value}"\n`);
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "broker"\n${written.join('')}`,
  );
  return folder;
}

/** Starts a guest; the test's own broker answers meanwhile. */
function start(cwd: string, guest: string, words: string, env: Readonly<Record<string, string>> = {}) {
  const command = [shipped('slight.mjs'), 'run', '-q', guestFile(guest), 'broker', ...words.split(' ')];
  const child = spawn(process.execPath, command, { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
  const out = text(child.stdout);
  const err = text(child.stderr);
  const ended = once(child, 'exit').then(async () => ({
    ...{ code: child.exitCode, signal: child.signalCode, out: await out, err: await err },
  }));
  return { child, ended };
}

const run = (...given: Parameters<typeof start>) => start(...given).ended;

for (const resource of ['messaging.confluent_apache_kafka', 'pubsub.confluent_apache_kafka']) {
  test(`${resource}: topics, and a queue that keeps what is sent`, async () => {
    await using server = await startKafka();
    await using folder = await app({ CAK_ENDPOINT: `127.0.0.1:${server.port}` }, resource);
    const topics = await run(folder.path, 'c-messaging-0.5', 'subscribe t publish t one receive 0');
    assert.equal(topics.out, 'subscribe:\npublish:\nreceive: one\n', topics.err);
    const queue = await run(folder.path, 'c-mq-0.2', 'send first send second receive');
    assert.equal(queue.out, 'send:\nsend:\nreceive: first\n', queue.err);
    assert.equal((await run(folder.path, 'c-mq-0.2', 'receive')).out, 'receive: second\n');
  });
}

test('a guest that crashes, or fails, loses nothing', async () => {
  await using server = await startKafka();
  await using folder = await app({ CAK_ENDPOINT: `127.0.0.1:${server.port}` });
  const crash = await run(
    folder.path,
    'c-messaging-0.5',
    'subscribe t publish t one publish t two receive 0 trap',
  );
  assert.equal(crash.code, 134, crash.err);
  assert.equal((await run(folder.path, 'c-messaging-0.5', 'subscribe t receive 0 exit')).code, 3);
  const again = await run(folder.path, 'c-messaging-0.5', 'subscribe t receive 0 receive 0');
  assert.equal(again.out, 'subscribe:\nreceive: one\nreceive: two\n', again.err);
  const next = await run(folder.path, 'c-messaging-0.5', 'subscribe t publish t three receive 0');
  assert.equal(next.out, 'subscribe:\npublish:\nreceive: three\n', next.err);
});

test('Ctrl-C ends a guest that waits for a message, and what it has not received waits', async () => {
  await using server = await startKafka();
  await using folder = await app({ CAK_ENDPOINT: `127.0.0.1:${server.port}`, CAK_GROUP_ID: 'workers' });
  const waiting = start(folder.path, 'c-messaging-0.5', 'subscribe t receive 0');
  while (server.groups.size('workers') === 0) await sleep(20);
  waiting.child.kill('SIGINT');
  const { signal, code } = await waiting.ended;
  assert.ok(signal === 'SIGINT' || code === 130, `${signal} ${code}`);
  const other = await run(folder.path, 'c-messaging-0.5', 'publish t meanwhile');
  assert.equal(other.out, 'publish:\n', other.err);
  const again = await run(folder.path, 'c-messaging-0.5', 'subscribe t receive 0');
  assert.equal(again.out, 'subscribe:\nreceive: meanwhile\n', again.err);
  assert.equal(server.groups.size('workers'), 0, 'who has ended has left the group');
  assert.equal(server.groups.givenUp, 0, 'the next run has not waited for the one that is gone');
});

test('no message comes in the time that RECEIVE_TIMEOUT gives it', async () => {
  await using server = await startKafka();
  await using folder = await app({ CAK_ENDPOINT: `127.0.0.1:${server.port}`, RECEIVE_TIMEOUT: '1' });
  const { out } = await run(folder.path, 'c-messaging-0.5', 'subscribe t receive 0');
  assert.match(out, /^subscribe:\nreceive failed: delivery-failed: No message came within 1 s/);
});

test('a login over TLS, by a certificate that the machine trusts; a password is shown nowhere', async () => {
  await using certificate = await makeCertificate();
  const [cert = '', key = ''] = await Promise.all(
    ['cert.pem', 'key.pem'].map((name) => readFile(path.join(certificate.path, name), 'utf8')),
  );
  await using server = await startKafka({
    ...{ password: 'right secret', mechanism: 'SCRAM-SHA-512', certificate: { cert, key } },
  });
  const env = { NODE_EXTRA_CA_CERTS: path.join(certificate.path, 'cert.pem') };
  const configs = {
    ...{ CAK_ENDPOINT: `127.0.0.1:${server.port}`, CAK_SECURITY_PROTOCOL: 'SASL_SSL' },
    ...{ CAK_SASL_MECHANISMS: 'SCRAM-SHA-512', CAK_SASL_USERNAME: 'slight' },
  };
  await using folder = await app({ ...configs, CAK_SASL_PASSWORD: '${envvars.PASSWORD}' });
  const words = 'subscribe t publish t one receive 0';
  const { out, err } = await run(folder.path, 'c-messaging-0.5', words, { ...env, PASSWORD: 'right secret' });
  assert.equal(out, 'subscribe:\npublish:\nreceive: one\n', err);
  const wrong = await run(folder.path, 'c-messaging-0.5', words, { ...env, PASSWORD: 'hunter2' });
  assert.match(wrong.out + wrong.err, /refuses the login\. Give CAK_SASL_USERNAME/);
  assert.doesNotMatch(wrong.out + wrong.err, /hunter2/);
});

test('where no Kafka can be had, messages in a folder stand in, with the group', async () => {
  await using folder = await app({ CAK_GROUP_ID: 'workers', RECEIVE_TIMEOUT: '5' });
  const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  const { out, err } = await run(folder.path, 'c-messaging-0.5', 'subscribe t publish t one receive 0', env);
  assert.equal(out, 'subscribe:\npublish:\nreceive: one\n', err);
});
