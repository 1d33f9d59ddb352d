/** PostgreSQL, behind sql.postgres and keyvalue.postgres. */
import { connect } from 'node:net';
import path from 'node:path';
import { isElsewhere, parseAddress } from '../../providers/sql/postgres/address.ts';
import type { PostgresAddress } from '../../providers/sql/postgres/address.ts';
import type { ConfigValues } from '../../providers/provider.ts';
import type { Address, Backend } from '../backend.ts';
import { urlTarget } from '../url-target.ts';

const data = '/var/lib/postgresql/data';
const cluster = 'cluster';
const passwordFile = 'password';

/** Who logs in to a server that no slightfile names. */
const ownUser = 'postgres';
/** What such a server's password is called among the configs, as no config of a slightfile is. */
const ownPassword = 'password';

const {
  target,
  parse,
  configs: named,
} = urlTarget({
  key: 'POSTGRES_CONNECTION_URL',
  read: parseAddress,
  here: (address) => {
    if (isElsewhere(address)) return undefined;
    const { host, port, tls } = address;
    return { address: { host, port }, tls: tls !== 'disable' };
  },
  write: (at, { [ownPassword]: password = '' }) =>
    `postgres://${ownUser}:${encodeURIComponent(password)}@${at}`,
});

export const backend: Backend = {
  id: 'postgres',
  title: 'Postgres',
  container: {
    image: 'postgres:17-alpine',
    port: 5432,
    data,
    launch: (configs) => {
      const { user, password } = login(configs);
      return {
        command: ['postgres'],
        environment: {
          PGDATA: `${data}/${cluster}`,
          POSTGRES_USER: user,
          // every user has it, and from it others are made
          POSTGRES_DB: 'postgres',
          ...(password === undefined
            ? { POSTGRES_HOST_AUTH_METHOD: 'trust' }
            : { POSTGRES_PASSWORD: password }),
        },
        secrets: secrets(configs),
      };
    },
  },
  local: {
    command: 'postgres',
    // where Debian, Fedora and Homebrew have it, which put it on no PATH
    folders: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin'],
    // a database is made as soon as a guest opens one
    emptyBytes: 0,
    unprivileged: 'postgres',
    first: {
      command: 'initdb',
      folder: cluster,
      arguments: (into, places, configs) => {
        const { user, password } = login(configs);
        return [
          ...[
            '--pgdata',
            into,
            '--username',
            user,
            '--encoding',
            'UTF8',
            '--locale',
            'C',
            '--no-instructions',
          ],
          ...(password === undefined
            ? ['--auth', 'trust']
            : ['--auth', 'scram-sha-256', '--pwfile', path.join(places.settings, passwordFile)]),
        ];
      },
    },
    listening: /database system is ready to accept connections/,
    launch: (address, places, configs) => ({
      arguments: [
        ...['-D', path.join(places.data, cluster), '-h', address.host, '-p', String(address.port)],
        // a socket's path has room for 107 bytes, and nobody needs one
        ...['-c', 'unix_socket_directories=', '-c', 'logging_collector=off'],
      ],
      files: { [passwordFile]: `${login(configs).password ?? ''}\n` },
      secrets: secrets(configs),
    }),
  },
  target,
  withPassword: (configs, password) =>
    target(configs).kind === 'none' ? { ...configs, [ownPassword]: password } : undefined,
  configs: (address, configs) => {
    const { [ownPassword]: _, ...all } = named(address, configs);
    return all;
  },
  ready,
};

/** Who the server is to know: who the slightfile logs in as. */
function login(configs: ConfigValues): Pick<PostgresAddress, 'user' | 'password'> {
  // what the provider would refuse is told by `target`
  return parse(configs) ?? { user: ownUser, password: configs[ownPassword] };
}

function secrets(configs: ConfigValues): readonly string[] {
  const { password } = login(configs);
  return password === undefined ? [] : [password];
}

/**
 * A start-up message: the server answers with what it wants to know of the user, or with an error, which while it starts
 * is 57P03 (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP).
 */
function ready(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('connect', () => socket.write(startUp()));
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.startsWith('R') || answer.includes('\0\0')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^(?:R|E[^]{4}S)/.test(answer) && !answer.includes('C57P03\0')));
  });
}

function startUp(): Buffer {
  const fields = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + fields.length, 0);
  // protocol 3.0
  head.writeUInt32BE(196_608, 4);
  return Buffer.concat([head, fields]);
}
