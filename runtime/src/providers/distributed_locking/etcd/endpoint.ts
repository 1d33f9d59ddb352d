import { addressFault } from '@slight/slightfile/values/written-address.ts';
import { hostOf } from '../../../network.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { decodePart } from '../../url-part.ts';

/** An ETCD_ENDPOINT, read. */
export interface EtcdEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly login: { readonly name: string; readonly password: string } | undefined;
}

/**
 * Reads `host:port`, `host`, and `http://[user:password@]host[:port]`, the same with `https://` for TLS.
 * @throws CapabilityError with a message that does not repeat the endpoint, because it may hold a password
 */
export function parseEndpoint(endpoint: string | undefined): EtcdEndpoint {
  const text = endpoint?.trim() ?? '';
  if (text === '') throw invalid('is not set');
  const fault = addressFault(text);
  if (fault !== undefined) throw invalid(fault);
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || url.hostname === '') throw invalid('is not an address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid(`begins with ${url.protocol}//, which is not etcd`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw invalid('has something behind its port');
  const tls = url.protocol === 'https:';
  const written = /:(\d+)\/?$/.exec(text)?.[1];
  return {
    host: hostOf(url),
    // a URL leaves out the port that its scheme has by itself, and etcd's is another
    port: Number(url.port || written || 2379),
    tls,
    login:
      url.username === ''
        ? undefined
        : { name: decodePart(url.username), password: decodePart(url.password) },
  };
}

function invalid(what: string): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `ETCD_ENDPOINT ${what}. Write it as host:port, http://user:password@host:port, or https://host:port.`,
  );
}
