import { CapabilityError } from '../../../ports.ts';

/** A REDIS_ADDRESS, read. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** The socket of a server on this machine, in place of host and port. */
  readonly path?: string;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
}

/**
 * Reads `redis://[[user]:password@]host[:port][/db]`, the same with `rediss://` for TLS, `host:port` and `host`, and
 * as slight's client did `unix:///socket[?db=…&user=…&pass=…]`, also spelt `redis+unix:`.
 * @throws CapabilityError with a message that does not repeat the address, because it may hold a password
 */
export function parseAddress(address: string | undefined): RedisAddress {
  if (address === undefined || address.trim() === '') throw invalid('is not set');
  const text = address.trim();
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`);
  if (url?.protocol === 'unix:' || url?.protocol === 'redis+unix:') return socketAddress(url);
  if (url === null || url.hostname === '') throw invalid('is not an address');
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw invalid(`begins with ${url.protocol}//, which is not Redis`);
  }
  const db = database(url.pathname.replace(/^\//, ''));
  const username = decode(url.username);
  const password = decode(url.password);
  return {
    // a URL keeps an IPv6 address in its brackets
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 6379 : Number(url.port),
    tls: url.protocol === 'rediss:',
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    db,
  };
}

function socketAddress({ pathname, searchParams }: URL): RedisAddress {
  const username = searchParams.get('user');
  const password = searchParams.get('pass');
  return {
    host: 'localhost',
    port: 0,
    path: decode(pathname),
    tls: false,
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    db: database(searchParams.get('db') ?? ''),
  };
}

function database(text: string): number {
  if (!/^[0-9]*$/.test(text)) throw invalid('ends in something other than the number of a database');
  return Number(text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // a bare % that begins no escape: the password is meant as it stands
    return part;
  }
}

function invalid(what: string): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `REDIS_ADDRESS ${what}. Write it as redis://host:port, redis://:password@host:port/db, or host:port.`,
  );
}
