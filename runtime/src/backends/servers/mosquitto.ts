/** Mosquitto, an MQTT broker, behind messaging.mosquitto. */
import { connect } from 'node:net';
import path from 'node:path';
import type { ConfigValues } from '../../providers/provider.ts';
import { brokerAddress } from '../../providers/messaging/mosquitto/address.ts';
import { isLocal } from '../address.ts';
import { orWrong } from '../backend.ts';
import type { Address, Backend, Target } from '../backend.ts';

const configFile = '/mosquitto/config/slight.conf';
const data = '/mosquitto/data';

export const backend: Backend = {
  id: 'mosquitto',
  title: 'Mosquitto',
  container: {
    image: 'eclipse-mosquitto:2.0',
    port: 1883,
    data,
    launch: () => ({
      command: ['mosquitto', '-c', configFile],
      files: { [configFile]: settings({ host: '0.0.0.0', port: 1883 }, data) },
      secrets: [],
    }),
  },
  local: {
    command: 'mosquitto',
    // a database without a message
    emptyBytes: 200,
    listening: /mosquitto version .* running/,
    launch: (address, places) => ({
      arguments: ['-c', path.join(places.settings, 'mosquitto.conf')],
      files: { 'mosquitto.conf': settings(address, places.data) },
      secrets: [],
    }),
  },
  target,
  configs: (address, configs) => ({
    ...configs,
    ...(isUnset(configs) && { MOSQUITTO_HOST: address.host, MOSQUITTO_PORT: String(address.port) }),
  }),
  ready,
};

function target(configs: ConfigValues): Target {
  if (isUnset(configs)) return { kind: 'none' };
  return orWrong(() => {
    const { host, port, tls } = brokerAddress(configs);
    return isLocal(host) ? { kind: 'local', address: { host, port }, tls } : { kind: 'elsewhere' };
  });
}

function isUnset({ MOSQUITTO_HOST: host = '' }: ConfigValues): boolean {
  return host.trim() === '';
}

/** A mosquitto.conf. Whoever comes is let in, with whatever login: only this machine reaches it. */
function settings({ host, port }: Address, dataDir: string): string {
  const lines = [
    `listener ${port} ${host}`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${dataDir}${dataDir.endsWith('/') ? '' : '/'}`,
    // in seconds
    'autosave_interval 1',
    // it would drop what is more
    'max_queued_messages 0',
    'log_dest stderr',
    // root would become another user, who may not write there
    ...(process.getuid?.() === 0 && dataDir !== data ? ['user root'] : []),
  ];
  return lines.join('\n') + '\n';
}

/** CONNECT of MQTT 3.1.1 without a name, which every broker answers: by a CONNACK, also where it refuses. */
function ready(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    let isBroker = false;
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('connect', () =>
      socket.write(Buffer.of(0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 10, 0, 0)),
    );
    socket.on('data', (bytes) => {
      isBroker = bytes[0] === 0x20;
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(isBroker));
  });
}
