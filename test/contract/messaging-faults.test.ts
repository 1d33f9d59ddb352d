/** What the brokers of messaging.nats and messaging.mosquitto do to their clients. */
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openMosquitto } from '@slight/runtime/providers/messaging/mosquitto.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import { messagingFaultContract } from './messaging-faults.ts';
import { startMosquitto, startNats } from './servers.ts';

const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-faults-'));
process.on('exit', () => void folder.remove());
let names = 0;
const context = () => ({
  signal: new AbortController().signal,
  folder: path.join(folder.path, String(++names)),
});
const deadlines = { connect: 1_000, command: 1_000 };
const right = 'the password';

messagingFaultContract('messaging.nats', {
  start: () => startNats(right),
  open: ({ port }, name, password = right) => {
    const url = `nats://slight:${encodeURIComponent(password)}@127.0.0.1:${port}`;
    return openNats(name, { NATS_URL: url }, context(), deadlines);
  },
  keeps: true,
  tooMany: 1_100_000,
});

messagingFaultContract('messaging.mosquitto', {
  start: () => startMosquitto(right),
  open: ({ port }, name, password = right) => {
    const login = { MOSQUITTO_USERNAME: 'slight', MOSQUITTO_PASSWORD: password };
    const at = { MOSQUITTO_HOST: '127.0.0.1', MOSQUITTO_PORT: String(port) };
    return openMosquitto(name, { ...at, ...login }, context(), deadlines);
  },
  keeps: false,
  tooMany: 1_100_000,
});
