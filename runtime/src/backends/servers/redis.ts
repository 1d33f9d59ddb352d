/** Redis, behind keyvalue.redis. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import path from 'node:path';
import type { ConfigValues } from '../../providers/provider.ts';
import type { Address, Backend } from '../backend.ts';
import { parseAddress } from '../../providers/keyvalue/redis/address.ts';
import { isLocal } from '../address.ts';
import { urlTarget } from '../url-target.ts';

const configFile = '/etc/slight-redis.conf';
const data = '/data';

const { target, parse, configs } = urlTarget({
  key: 'REDIS_ADDRESS',
  read: parseAddress,
  // a socket's server is somebody else's: what a run starts listens on a port
  here: ({ host, port, path: socket, tls }) =>
    socket === undefined && isLocal(host) ? { address: { host, port }, tls } : undefined,
  write: (at) => `redis://${at}`,
});

export const backend: Backend = {
  id: 'redis',
  title: 'Redis',
  container: {
    image: 'redis:7-alpine',
    port: 6379,
    data,
    launch: (configs) => ({
      command: ['redis-server', configFile],
      files: { [configFile]: settings({ host: '0.0.0.0', port: 6379 }, data, configs) },
      secrets: secrets(configs),
    }),
  },
  local: {
    command: 'redis-server',
    // a manifest and an empty database file, of some 90 bytes each; the first write adds over 50
    emptyBytes: 215,
    listening: /Ready to accept connections/,
    launch: (address, places, configs) => ({
      // a file that is not there is an error: never does it start with settings of its own
      arguments: [path.join(places.settings, 'redis.conf')],
      files: { 'redis.conf': settings(address, places.data, configs) },
      secrets: secrets(configs),
    }),
  },
  target,
  configs,
  ready,
};

function secrets(configs: ConfigValues): readonly string[] {
  const { password } = parse(configs) ?? {};
  return password === undefined ? [] : [password];
}

/** A redis.conf. Every write is in the append-only file when its reply leaves, so that a kill loses none. */
function settings(address: Address, dataDir: string, configs: ConfigValues): string {
  const lines = [
    `bind ${address.host}`,
    `port ${address.port}`,
    `dir ${JSON.stringify(dataDir)}`,
    'appendonly yes',
    'save ""',
    // only this machine reaches it: a local server binds a loopback address, a container is published on one
    'protected-mode no',
    'daemonize no',
    // how often a second it looks whether it was told to stop; with the usual 10, each run ends 0.1 s later
    'hz 50',
  ];
  const { username, password } = parse(configs) ?? {};
  if (username !== undefined || password !== undefined) {
    const hash = password !== undefined && createHash('sha256').update(password).digest('hex');
    // a name with a blank in it is none that Redis knows
    const user = username?.replaceAll(/\s/g, '') ?? 'default';
    lines.push(`user ${user} on ${hash === false ? 'nopass' : `#${hash}`} ~* &* +@all`);
    if (user !== 'default') lines.push('user default off');
  }
  return lines.join('\n') + '\n';
}

/** PING. That a password is missing says as well that the server is up; while it loads its data it says -LOADING. */
function ready(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^(\+PONG|-NOAUTH)/.test(answer)));
  });
}
