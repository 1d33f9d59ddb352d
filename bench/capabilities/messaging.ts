/** Messages through a guest: over the network beside the same client called from Node, and in a folder. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats } from '@nats-io/transport-node';
import { connectAsync } from 'mqtt';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import type { Attendant } from '@slight/runtime/hosts/host.ts';
import type { Messaging } from '@slight/runtime/ports/messaging.ts';
import type { Ports } from '@slight/runtime/ports/ports.ts';
import { provider as filesystem } from '@slight/runtime/providers/messaging/filesystem.ts';
import { openMosquitto } from '@slight/runtime/providers/messaging/mosquitto.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import { startMosquitto, startNats } from '../../test/contract/servers.ts';
import type { Effort } from '../benchmark.ts';
import { guest } from '../guests.ts';
import { inTurn, median, ratio, round, table } from '../measure.ts';
import type { Part } from '../part.ts';
import { root } from '../process.ts';
import { context, scratch } from '../scratch.ts';

export const part: Part = {
  versions: [
    ['nats-server', '--version'],
    ['mosquitto', '-h'],
  ],
  async measure(effort) {
    const rows = [await overNats(effort), await overMqtt(effort)];
    const folders = [await inFolder(effort, true), await inFolder(effort, false)];
    const text = [
      '### Messaging',
      'A message of 100 bytes is published, received and accepted, one after the other. The same client, called from Node, beside a legacy guest.',
      table(['provider', 'client, µs', 'guest, µs', 'guest / client'], rows),
      'In a folder, messages a second, all published before the first is received:',
      table(['messaging.filesystem', 'published', 'received'], folders),
    ].join('\n\n');
    return { text, highlights: [] };
  },
};

const password = 'bench';
const topic = 'direct';
const body = Buffer.alloc(100, 'v');

async function overNats(effort: Effort): Promise<readonly string[]> {
  await using server = await startNats(password);
  await using folder = await scratch();
  const url = `nats://slight:${password}@127.0.0.1:${server.port}`;
  await using port = await openNats('bench', { NATS_URL: url }, context(folder.path));
  const nats = await connectNats({ servers: `127.0.0.1:${server.port}`, user: 'slight', pass: password });
  const streams = jetstream(nats);
  const admin = await jetstreamManager(nats);
  await admin.streams.add({ name: 'direct', subjects: [topic], retention: 'interest' });
  await admin.consumers.add('direct', { durable_name: 'direct', ack_policy: 'explicit' });
  const consumer = await streams.consumers.get('direct', 'direct');
  const direct = async () => {
    await streams.publish(topic, body);
    (await consumer.next({ expires: 5_000 }))?.ack();
  };
  const row = await exchanged('messaging.nats', port, direct, effort);
  await nats.close();
  return row;
}

async function overMqtt(effort: Effort): Promise<readonly string[]> {
  await using server = await startMosquitto(password);
  await using folder = await scratch();
  const at = { MOSQUITTO_HOST: '127.0.0.1', MOSQUITTO_PORT: String(server.port) };
  const login = { MOSQUITTO_USERNAME: 'slight', MOSQUITTO_PASSWORD: password };
  await using port = await openMosquitto('bench', { ...at, ...login }, context(folder.path));
  const options = { username: 'slight', password, protocolVersion: 5 } as const;
  const publisher = await connectAsync(`mqtt://127.0.0.1:${server.port}`, options);
  const subscriber = await connectAsync(`mqtt://127.0.0.1:${server.port}`, options);
  let arrived: ((accept: () => void) => void) | undefined;
  subscriber.handleMessage = (_packet, accept) => arrived?.(accept);
  await subscriber.subscribeAsync(topic, { qos: 1 });
  let accept: (() => void) | undefined;
  const direct = async () => {
    const received = new Promise<() => void>((resolve) => (arrived = resolve));
    await publisher.publishAsync(topic, body, { qos: 1 });
    // what was received last is accepted by now, as a guest does: the client alone accepts it before anyone has it
    accept?.();
    accept = await received;
  };
  const row = await exchanged('messaging.mosquitto', port, direct, effort);
  accept?.();
  await Promise.all([publisher.endAsync(), subscriber.endAsync()]);
  return row;
}

async function exchanged(
  name: string,
  port: Messaging,
  direct: () => Promise<void>,
  { rounds, calls }: Effort,
): Promise<readonly string[]> {
  const values = await inTurn(
    {
      async client() {
        const start = process.hrtime.bigint();
        for (let call = 0; call < calls; call++) await direct();
        return Number(process.hrtime.bigint() - start) / 1000 / calls;
      },
      guest: async () => ((await throughGuest(port, 'exchange', calls))[0] ?? NaN) / 1000 / calls,
    },
    rounds,
  );
  const { client, guest: own } = values;
  return [name, round(median(client)), round(median(own)), `${ratio(own, client).toFixed(2)} ×`];
}

async function inFolder({ rounds, calls }: Effort, durable: boolean): Promise<readonly string[]> {
  await using folder = await scratch();
  await using port = await filesystem.open('bench', {}, context(folder.path, durable));
  const published: number[] = [];
  const received: number[] = [];
  for (let each = 0; each < rounds; each++) {
    const [publish = NaN, receive = NaN] = await throughGuest(port, 'apart', calls);
    published.push((calls * 1e9) / publish);
    received.push((calls * 1e9) / receive);
  }
  const label = durable ? 'durable' : '`--no-durable`';
  return [label, round(median(published)), round(median(received))];
}

/** The nanoseconds that the guest says. */
async function throughGuest(port: Messaging, mode: 'exchange' | 'apart', count: number): Promise<number[]> {
  const file = await guest('bench-messaging');
  const loaded = await loadGuest(await readFile(file), {
    name: file,
    cacheDir: path.join(root, '.cache/components'),
  });
  const attendants: Attendant[] = [];
  const hosts = (await hostsFor(loaded.imports))({
    open: <N extends keyof Ports>() => Promise.resolve(port as Ports[keyof Ports] as Ports[N]),
    call: () => Promise.reject(new Error('no host of these calls its guest')),
    attend: (one) => void attendants.push(one),
  });
  let printed = '';
  await using instance = await loaded.instantiate(hosts, {
    args: ['messaging', mode, String(count)],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: (bytes) => (printed += Buffer.from(bytes).toString()),
    stderr: (bytes) => process.stderr.write(bytes),
  });
  if ((await instance.run()) !== 0) throw new Error(`${file} failed.`);
  // the next round is a guest of its own, and finds nothing of this one
  for (const one of attendants) {
    await one.settle(true);
    await one.close();
  }
  return printed.trim().split(' ').map(Number);
}
