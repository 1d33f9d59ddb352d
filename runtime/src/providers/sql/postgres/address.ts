/** POSTGRES_CONNECTION_URL, read as libpq reads it. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { addressFault } from '@slight/slightfile/values/written-address.ts';
import { hostOf, isLocal } from '../../../network.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { decodePart } from '../../url-part.ts';

export interface PostgresAddress {
  /** A name, an IP address without brackets, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** Undefined where the URL names none. */
  readonly database: string | undefined;
  /** `prefer`: TLS where the server has it. */
  readonly tls: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  /** The file of the authority's certificate. */
  readonly rootCertificate: string | undefined;
  readonly options: string | undefined;
  readonly applicationName: string | undefined;
}

const known = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'sslrootcert',
  'options',
  'application_name',
];
/** What changes nothing here, or is so anyway. */
const harmless = [
  'channel_binding',
  'connect_timeout',
  'gssencmode',
  'target_session_attrs',
  'fallback_application_name',
];

/**
 * Reads `postgres://[user[:password]@][host[:port]][/database][?…]`
 * (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
 * @throws CapabilityError with a message that does not repeat it, because it may hold a password
 */
export function parseAddress(address: string | undefined): PostgresAddress {
  const text = address?.trim() ?? '';
  if (text === '') throw invalid('is not set');
  const fault = addressFault(text);
  if (fault !== undefined) throw invalid(fault);
  // a URL of another scheme may have no host before its path
  const url = URL.parse(text.replace(/^postgres(?:ql)?:\/\/(?=[/?]|$)/, 'postgres://localhost'));
  if (url === null) throw invalid('is not a URL');
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw invalid(`begins with ${url.protocol}//, which is not Postgres`);
  if (url.hash !== '') throw invalid('has something behind a "#"; in a password, that is written %23');
  const settings = settingsOf(url);
  const host = settings.get('host') ?? decodePart(hostOf(url));
  const port = Number(settings.get('port') ?? (url.port === '' ? 5432 : url.port));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('has a port that is no number');
  if (host.includes(',')) throw invalid('names several hosts; name one');
  const user = settings.get('user') ?? decodePart(url.username);
  const password = settings.get('password') ?? decodePart(url.password);
  const database = settings.get('dbname') ?? decodePart(url.pathname.slice(1));
  return {
    host,
    port,
    user: user === '' ? 'postgres' : user,
    password: password === '' ? undefined : password,
    database: database === '' ? undefined : database,
    tls: tlsOf(settings.get('sslmode'), host),
    rootCertificate: settings.get('sslrootcert'),
    options: settings.get('options'),
    applicationName: settings.get('application_name'),
  };
}

/** Whether the server is another one than those that listen at a port of this machine. */
export function isElsewhere({ host }: PostgresAddress): boolean {
  return host.startsWith('/') || !isLocal(host);
}

/** What TLS is to check. `require` checks nothing, as libpq has it, unless there is a certificate to check against. */
export function tlsOptions({ tls, host, rootCertificate }: PostgresAddress): ConnectionOptions {
  const isFull = tls === 'verify-full';
  const isChecked = isFull || tls === 'verify-ca' || (tls === 'require' && rootCertificate !== undefined);
  return {
    rejectUnauthorized: isChecked,
    ...(rootCertificate !== undefined &&
      rootCertificate !== 'system' && { ca: certificate(rootCertificate) }),
    ...(!isFull && { checkServerIdentity: () => undefined }),
    // a server's name is never an IP address, RFC 6066 3
    ...(isIP(host) === 0 && { servername: host }),
  };
}

function certificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CapabilityError(
      'unexpected-error',
      'The file that POSTGRES_CONNECTION_URL names as ?sslrootcert= cannot be read.',
      { cause: error },
    );
  }
}

/** What is behind the `?`. What another client would read there is not left out in silence. */
function settingsOf(url: URL): ReadonlyMap<string, string> {
  for (const name of url.searchParams.keys()) {
    if (known.includes(name) || harmless.includes(name)) continue;
    const shown = /^\w{1,30}$/.test(name) ? `?${name}=` : 'something';
    throw invalid(
      `has ${shown} behind its "?", where only ${known.map((one) => `?${one}=`).join(', ')} are read`,
    );
  }
  return new Map(url.searchParams);
}

function tlsOf(mode: string | undefined, host: string): PostgresAddress['tls'] {
  switch (mode) {
    case undefined:
    case 'prefer':
    case 'allow':
      return host.startsWith('/') || isLocal(host) ? 'disable' : 'prefer';
    case 'disable':
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return host.startsWith('/') ? 'disable' : mode;
    default:
      throw invalid('has an ?sslmode= that is none: disable, prefer, require, verify-ca or verify-full');
  }
}

function invalid(what: string): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `POSTGRES_CONNECTION_URL ${what}. Write it as postgres://user:password@host:port/database.`,
  );
}
