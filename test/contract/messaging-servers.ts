/** Brokers of the tests that are reached by TLS, or know their users by signed credentials. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { startServer } from './servers.ts';
import type { TestServer } from './servers.ts';

const loopback = '127.0.0.1';

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** Debian's mosquitto by TLS alone, for the user `slight`. */
export function startSecureMosquitto(certificate: string, password: string): Promise<TestServer> {
  return startServer((port, folder) => {
    const [file, users] = [path.join(folder, 'mosquitto.conf'), path.join(folder, 'users')];
    writeFileSync(users, '', { mode: 0o600 });
    execFileSync('mosquitto_passwd', ['-b', users, 'slight', password], { stdio: 'ignore' });
    const lines = [
      ...[`listener ${port} ${loopback}`, 'allow_anonymous false', `password_file ${users}`],
      ...[`certfile ${path.join(certificate, 'cert.pem')}`, `keyfile ${path.join(certificate, 'key.pem')}`],
      ...['log_dest none', ...(process.getuid?.() === 0 ? ['user root'] : [])],
    ];
    writeFileSync(file, lines.join('\n') + '\n');
    return { command: 'mosquitto', arguments: ['-c', file] };
  });
}

/** Debian's nats-server with JetStream by TLS alone, for the user `slight`. */
export function startSecureNats(certificate: string, password: string): Promise<TestServer> {
  return startServer((port, folder) => ({
    command: 'nats-server',
    arguments: [
      ...['-a', loopback, '-p', String(port), '-js', '-sd', folder, '-l', '/dev/null'],
      ...['--user', 'slight', '--pass', password],
      ...['--tls', '--tlscert', path.join(certificate, 'cert.pem')],
      ...['--tlskey', path.join(certificate, 'key.pem')],
    ],
  }));
}

export interface OperatedNats extends TestServer {
  /** The text of the `.creds` file of a user of the one account. */
  readonly credentials: string;
  /** The same, of a user whom nobody knows. */
  readonly strange: string;
  /** The same, of one whose time is over. */
  readonly expired: string;
  /** The key in `credentials`, which nobody may see. */
  readonly seed: string;
}

/** Debian's nats-server with JetStream as NGS and nsc set it up: an operator, accounts, and users by JWT. */
export async function startOperatedNats(): Promise<OperatedNats> {
  const [operator, system, account] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createAccount()];
  const unlimited = { subs: -1, data: -1, payload: -1 };
  const limits = { ...unlimited, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
  const streams = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
  const accountBy = (key: KeyPair, name: string, more: object) =>
    token(key, name, operator, {
      ...{ type: 'account', version: 2, limits: { ...limits, ...more }, default_permissions: {} },
    });
  const userOf = (by: KeyPair, expires?: number) => {
    const user = nkeys.createUser();
    const claims = { type: 'user', version: 2, ...unlimited, pub: {}, sub: {} };
    const seed = Buffer.from(user.getSeed()).toString();
    return { seed, text: credentialsFile(token(user, 'slight', by, claims, expires), seed) };
  };
  const user = userOf(account);
  const server = await startServer((port, folder) => {
    const file = path.join(folder, 'nats.conf');
    const lines = [
      `listen: "${loopback}:${port}"`,
      `jetstream { store_dir: ${JSON.stringify(folder)} }`,
      'logfile: "/dev/null"',
      `operator: ${token(operator, 'operator', operator, { type: 'operator', version: 2 })}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      ...[`${system.getPublicKey()}: ${accountBy(system, 'SYS', {})}`],
      ...[`${account.getPublicKey()}: ${accountBy(account, 'app', streams)}`],
      '}',
    ];
    writeFileSync(file, lines.join('\n') + '\n');
    return { command: 'nats-server', arguments: ['-c', file] };
  });
  return {
    ...server,
    credentials: user.text,
    seed: user.seed,
    strange: userOf(nkeys.createAccount()).text,
    expired: userOf(account, Math.floor(Date.now() / 1000) - 60).text,
  };
}

/** A JWT as NATS has it, version 2: https://docs.nats.io/running-a-nats-service/nats_admin/security/jwt. */
function token(of: KeyPair, name: string, by: KeyPair, nats: object, exp?: number): string {
  const claims = {
    iat: Math.floor(Date.now() / 1000),
    iss: by.getPublicKey(),
    sub: of.getPublicKey(),
    name,
    nats,
    ...(exp !== undefined && { exp }),
  };
  const jti = createHash('sha256').update(JSON.stringify(claims)).digest('hex');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part({ jti, ...claims })}`;
  return `${signed}.${Buffer.from(by.sign(Buffer.from(signed))).toString('base64url')}`;
}

function credentialsFile(jwt: string, seed: string): string {
  return `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------

************************* IMPORTANT *************************
NKEY Seed printed below can be used to sign and prove identity.
NKEYs are sensitive and should be treated as secrets.

-----BEGIN USER NKEY SEED-----
${seed}
------END USER NKEY SEED------

*************************************************************
`;
}
