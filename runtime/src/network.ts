/** Which addresses are on this machine, and which proxy a request to one that is not goes through: for every client. */
import { BlockList, isIP } from 'node:net';
import { getProxyForUrl } from 'proxy-from-env';
import { CapabilityError } from './ports/errors.ts';

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A host as a URL writes it. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Whether a host is this machine by its loopback interface, however the address is written. */
export function isLocal(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return loopback().check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The proxy of a request, as HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY (or in small letters) have it; undefined
 * where it goes straight. A server on this machine is never asked through a proxy, which could not reach it and would
 * learn what it is sent.
 * @throws CapabilityError where what the variables name cannot be used as a proxy
 */
export function proxyOf(url: URL): URL | undefined {
  const host = hostOf(url);
  if (isLocal(host) || isHere(host)) return undefined;
  const named = getProxyForUrl(url.href);
  if (named === '') return undefined;
  const proxy = URL.parse(named);
  if (proxy && /^https?:$/.test(proxy.protocol)) return proxy;
  // not repeated: it may hold a password
  throw new CapabilityError(
    'unexpected-error',
    `The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used. Write it as http://host:port, or except ${host} from it with NO_PROXY.`,
  );
}

/** Names that stand for loopback by RFC 6761 6.3, and the addresses that stand for any of this machine's own. */
function isHere(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(host) || host === '0.0.0.0' || host === '::';
}

/** 127.0.0.0/8 and ::1; the list finds 127.0.0.1 as ::ffff:127.0.0.1 too. */
function loopback(): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  return list;
}
