import { CapabilityError } from '../../ports/errors.ts';
import { decodePart } from '../url-part.ts';

/** A NATS_URL, read. */
export interface NatsAddress {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** As the client takes them: `nats://host:port`, without the login. */
  readonly servers: readonly string[];
  readonly tls: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** What of it nobody may read. */
  readonly secrets: readonly string[];
}

/**
 * Reads `nats://[user:password@|token@]host[:port]`, the same with `tls://`, and several with commas between.
 * @throws CapabilityError with a message that does not repeat the address, because it may hold a password
 */
export function natsAddress(text = ''): NatsAddress {
  const parts = text.split(',').map((part) => part.trim());
  if (text.trim() === '') throw invalid('is not set');
  const urls = parts.map((part) => {
    const url = URL.parse(part.includes('://') ? part : `nats://${part}`);
    if (!url || url.hostname === '') throw invalid('is not an address');
    if (!/^(nats|tls|wss?):$/.test(url.protocol)) throw invalid('begins with what is not NATS');
    return url;
  });
  const [first] = urls;
  if (!first) throw invalid('is not set');
  if (/^wss?:$/.test(first.protocol))
    throw invalid(
      'asks for WebSocket, which slight does not speak to NATS; name the port for nats:// or tls://',
    );
  const [user, password] = [decodePart(first.username), decodePart(first.password)];
  const login = password !== '' ? { user, password } : user !== '' ? { token: user } : {};
  const hosts = urls.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 4222 : Number(port),
  }));
  return {
    hosts,
    servers: hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`),
    tls: first.protocol === 'tls:',
    ...login,
    secrets: password !== '' ? [password] : user !== '' ? [user] : [],
  };
}

function invalid(what: string): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `NATS_URL ${what}. Write it as nats://host:port, or tls://host:port.`,
  );
}
