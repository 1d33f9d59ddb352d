import { CapabilityError } from '../../../ports.ts';

/** A REDIS_ADDRESS, read. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
}

/**
 * Reads `redis://[[user]:password@]host[:port][/db]`, the same with `rediss://` for TLS, `host:port` and `host`.
 * @throws CapabilityError with a message that does not repeat the address, because it may hold a password
 */
export function parseAddress(address: string | undefined): RedisAddress {
  if (address === undefined || address.trim() === '') throw invalid('is not set');
  const text = address.trim();
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`);
  if (url === null || url.hostname === '') throw invalid('is not an address');
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw invalid(`begins with ${url.protocol}//, which is not Redis`);
  }
  const db = url.pathname.replace(/^\//, '');
  if (!/^[0-9]*$/.test(db)) throw invalid('ends in something other than the number of a database');
  const username = decode(url.username);
  const password = decode(url.password);
  return {
    // a URL keeps an IPv6 address in its brackets
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 6379 : Number(url.port),
    tls: url.protocol === 'rediss:',
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    db: Number(db),
  };
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
