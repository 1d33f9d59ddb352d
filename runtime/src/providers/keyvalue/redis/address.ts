import { addressFault } from '@slight/slightfile/values/written-address.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { decodePart } from '../../url-part.ts';

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
  const fault = addressFault(text);
  if (fault !== undefined) throw invalid(fault);
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`);
  if (url?.protocol === 'unix:' || url?.protocol === 'redis+unix:') return socketAddress(url);
  if (url === null || url.hostname === '') throw invalid('is not an address');
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw invalid(`begins with ${url.protocol}//, which is not Redis`);
  }
  if (url.hash !== '') throw invalid('has something behind a "#", which no address of Redis has');
  const settings = query(url, ['db']);
  const path = url.pathname.replace(/^\/|\/$/g, '');
  const db = settings.get('db');
  if (db !== undefined && path !== '') throw invalid('names a database twice, in its path and as ?db=');
  return {
    // a URL keeps an IPv6 address in its brackets
    host: decodePart(url.hostname.replace(/^\[|\]$/g, '')),
    port: url.port === '' ? 6379 : Number(url.port),
    tls: url.protocol === 'rediss:',
    ...login(decodePart(url.username), decodePart(url.password)),
    db: database(db ?? path),
  };
}

function socketAddress(url: URL): RedisAddress {
  if (url.hostname !== '')
    throw invalid('has a host beside its socket; three slashes begin a path: unix:///path');
  if (url.pathname.length < 2) throw invalid('names no socket; write it as unix:///path');
  const settings = query(url, ['db', 'user', 'pass']);
  return {
    host: 'localhost',
    port: 0,
    path: decodePart(url.pathname),
    tls: false,
    ...login(settings.get('user') ?? '', settings.get('pass') ?? ''),
    db: database(settings.get('db') ?? ''),
  };
}

/** What is behind the `?`. What another client would read there is not left out in silence. */
function query(url: URL, known: readonly string[]): ReadonlyMap<string, string> {
  for (const name of url.searchParams.keys()) {
    if (known.includes(name)) continue;
    const list = known.map((one) => `?${one}=`).join(', ');
    throw invalid(
      `has ${/^\w{1,30}$/.test(name) ? `?${name}=` : 'something'} behind its "?", where only ${list} is read`,
    );
  }
  return new Map(url.searchParams);
}

function login(username: string, password: string): Pick<RedisAddress, 'username' | 'password'> {
  return { ...(username !== '' && { username }), ...(password !== '' && { password }) };
}

function database(text: string): number {
  if (!/^[0-9]{0,9}$/.test(text)) throw invalid('ends in something other than the number of a database');
  return Number(text);
}

function invalid(what: string): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `REDIS_ADDRESS ${what}. Write it as redis://host:port, redis://:password@host:port/db, or host:port.`,
  );
}
