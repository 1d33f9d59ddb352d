/** NATS with JetStream, behind messaging.nats and keyvalue.nats. */
import { connect } from 'node:net';
import path from 'node:path';
import type { ConfigValues } from '../../providers/provider.ts';
import { natsAddress } from '../../providers/nats/address.ts';
import { isLocal, urlHost } from '../address.ts';
import type { Address, Backend } from '../backend.ts';
import { urlTarget } from '../url-target.ts';

const configFile = '/etc/slight-nats.conf';
const data = '/data';

const { target, parse, configs } = urlTarget({
  key: 'NATS_URL',
  read: natsAddress,
  here: ({ hosts: [one, ...others], tls }) =>
    one && others.length === 0 && isLocal(one.host) ? { address: one, tls } : undefined,
  write: (at) => `nats://${at}`,
});

export const backend: Backend = {
  id: 'nats',
  title: 'NATS',
  container: {
    image: 'nats:2.12-alpine',
    port: 4222,
    data,
    launch: (configs) => ({
      command: ['nats-server', '-c', configFile],
      files: { [configFile]: settings({ host: '0.0.0.0', port: 4222 }, data, configs) },
      secrets: secrets(configs),
    }),
  },
  local: {
    command: 'nats-server',
    // folders alone, until there is a stream
    emptyBytes: 0,
    listening: /Server is ready/,
    launch: (address, places, configs) => ({
      arguments: ['-c', path.join(places.settings, 'nats.conf')],
      files: { 'nats.conf': settings(address, places.data, configs) },
      secrets: secrets(configs),
    }),
  },
  target,
  configs,
  ready,
};

function secrets(configs: ConfigValues): readonly string[] {
  return parse(configs)?.secrets ?? [];
}

/** A server's configuration, https://docs.nats.io/running-a-nats-service/configuration; its strings are those of JSON. */
function settings({ host, port }: Address, dataDir: string, configs: ConfigValues): string {
  const { user, password, token } = parse(configs) ?? {};
  const quoted = (text: string) => JSON.stringify(text);
  const lines = [
    `listen: ${quoted(`${urlHost(host)}:${port}`)}`,
    `jetstream { store_dir: ${quoted(dataDir)} }`,
    ...(token === undefined ? [] : [`authorization { token: ${quoted(token)} }`]),
    ...(user === undefined
      ? []
      : [`authorization { user: ${quoted(user)}, password: ${quoted(password ?? '')} }`]),
  ];
  return lines.join('\n') + '\n';
}

/** The server speaks first, and says of itself whether it keeps streams; no login is needed for that. */
function ready(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^INFO \{/.test(answer)));
  });
}
