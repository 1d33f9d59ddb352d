/** messaging.mosquitto beyond the contract: topics that end a connection, and a broker that is asked in TLS and has none. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openMosquitto } from '@slight/runtime/providers/messaging/mosquitto.ts';
import { failsWith, message, take } from './messaging-asserts.ts';
import { listen } from './own-server.ts';
import { startMosquitto } from './servers.ts';
import type { TestServer } from './servers.ts';

const right = 'the password';
const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-mosquitto-'));
after(() => folder.remove());

let server: TestServer;
before(async () => (server = await startMosquitto(right)));
after(() => server[Symbol.asyncDispose]());

const open = (configs: Readonly<Record<string, string>> = {}) =>
  openMosquitto(
    'broker',
    {
      MOSQUITTO_HOST: '127.0.0.1',
      MOSQUITTO_PORT: String(server.port),
      MOSQUITTO_USERNAME: 'slight',
      MOSQUITTO_PASSWORD: right,
      ...configs,
    },
    { signal: new AbortController().signal, folder: folder.path },
  );

describe('messaging.mosquitto', () => {
  test('a topic with a character that ends the connection is refused, and the connection goes on', async () => {
    await using broker = await open();
    await using subscription = await broker.subscribe('topic');
    for (const [topic, code] of [
      ['a\nb', '000A'],
      ['a\0b', '0000'],
      ['\u001f', '001F'],
      ['\u007f', '007F'],
      ['a\u009f', '009F'],
      ['\ufdd0', 'FDD0'],
      ['\uffff', 'FFFF'],
      ['\u{10ffff}', '10FFFF'],
    ] as const) {
      for (const call of [
        broker.publish(topic, message('text')),
        broker.publish('topic', { ...message('text'), replyTo: topic }),
        broker.subscribe(topic),
        broker.subscribe('topic', { group: topic }),
      ]) {
        const error = await failsWith('queue-or-topic-not-found', call);
        assert.equal(
          error.message,
          `The topic has the character U+${code} in it, which brokers of MQTT do not take; leave it out.`,
        );
      }
    }
    // others that are not of ASCII are as good as any
    await using other = await broker.subscribe('\u00a0 é 😀 \ufffd');
    await broker.publish('\u00a0 é 😀 \ufffd', message('other'));
    assert.deepEqual(await take(other, 1), ['other']);
    await broker.publish('topic', message('text'));
    assert.deepEqual(await take(subscription, 1), ['text']);
  });

  test('a topic that is too long is told so', async () => {
    await using broker = await open();
    const error = await failsWith(
      'queue-or-topic-not-found',
      broker.publish('ä'.repeat(32_501), message('')),
    );
    assert.equal(
      error.message,
      'The topic is longer than 65,000 bytes, which MQTT does not take; make it shorter.',
    );
  });

  test('a broker that is asked in TLS at a port without is told by one sentence', async () => {
    const error = await failsWith('service-unavailable', open({ MOSQUITTO_TLS: 'true' }));
    assert.equal(
      error.message,
      `The MQTT broker at 127.0.0.1:${server.port} cannot be reached: it closes the connection; where its port is not for TLS, leave MOSQUITTO_TLS out.`,
    );
  });

  test('a broker that is asked without TLS at what is none is told by one sentence', async () => {
    await using other = await listen(
      net.createServer((socket) => void socket.once('data', () => socket.resetAndDestroy())),
    );
    const error = await failsWith('service-unavailable', open({ MOSQUITTO_PORT: String(other.port) }));
    assert.equal(
      error.message,
      `The MQTT broker at 127.0.0.1:${other.port} cannot be reached: it closes the connection; where its port is for TLS, set MOSQUITTO_TLS = "true".`,
    );
  });
});
