/**
 * What is wrong with an address, as a predicate that names the part that is wrong: the scheme, the host or the port.
 * None of them says what the address is, which may hold a password.
 */
import type { ConfigKey } from '../catalogue.ts';
import { portAlone } from './port-alone.ts';
import { list } from '@slight/text/words.ts';

/** `redis://user:password@host:6379/0`, with one of the config's schemes; without any where the config may be bare. */
export function urlFault(config: ConfigKey, value: string): string | undefined {
  const { schemes = [], bare } = config;
  const [, scheme, slashes] = /^([a-z][a-z0-9+.-]*):(\/\/)?/i.exec(value) ?? [];
  const isKnown = scheme !== undefined && schemes.includes(scheme.toLowerCase());
  if (isKnown && scheme.toLowerCase().includes('unix')) return undefined;
  if (portAlone(value) !== undefined) return `${lonePort}${example(config)}`;
  // `redis:6379` is the host redis
  const isBare = bare === true && !value.includes('//') && (!isKnown || /^[^:]+:\d+(?:[/?#]|$)/.test(value));
  if (isBare) return authorityFault(value) ?? (URL.canParse(`bare://${value}`) ? undefined : unreadable);
  if (!isKnown || slashes === undefined) return `must begin with ${beginnings(config)}`;
  const fault = authorityFault(value.slice(scheme.length + '://'.length), scheme);
  return fault ?? (URL.canParse(value) ? undefined : unreadable);
}

/** A number from 1 to 65535. */
export function portFault(value: string): string | undefined {
  if (!/^\d+$/.test(value)) return 'must be a port, a number from 1 to 65535';
  return isPort(value, 1) ? undefined : 'is out of range: a port is a number from 1 to 65535';
}

/** A host alone: a name, an IPv4 address, or an IPv6 address with or without its brackets. */
export function hostFault(config: ConfigKey, value: string): string | undefined {
  const alone = `must be a host alone${example(config)}`;
  if (/^\d+$/.test(value) && portAlone(value) !== undefined) return `${alone}, and this is a port`;
  if (isHost(value)) return undefined;
  if (value.includes('://')) return `${alone}, without a scheme`;
  if (/^[^:]+:\d*$/.test(value)) return `${alone}, without a port`;
  if (value.includes('/')) return `${alone}, without a path`;
  return `must be a host name or an IP address${example(config)}`;
}

/** `host:port`, or with a scheme before it, as some clients take it. */
export function serverFault(config: ConfigKey, value: string): string | undefined {
  if (portAlone(value) !== undefined) return `${lonePort}${example(config)}`;
  const server = value.replace(/^[a-z][a-z0-9+_]*:\/\//i, '').replace(/\/$/, '');
  const [, host = server, port] = /^(.*):([^:\]]*)$/.exec(server) ?? [];
  if (host === '') return `must name a host before the port${example(config)}`;
  if (port === undefined || (host.includes(':') && !host.startsWith('['))) {
    return isHost(server)
      ? `must have a port after the host${example(config)}`
      : `has ${wrongHost}${example(config)}`;
  }
  if (!isHost(host)) return `has ${wrongHost}${example(config)}`;
  if (!/^\d+$/.test(port)) return 'has a port that is no number';
  return isPort(port, 1) ? undefined : 'has a port that is out of range (1–65535)';
}

const lonePort = 'is a port without a host; write both';

const wrongHost = 'a host that is neither a name nor an IP address';

const unreadable = 'is no address that can be read';

/** Of the `user:password@host:port` that stands before a path; without a scheme, its host must look like one. */
function authorityFault(rest: string, scheme?: string): string | undefined {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place) ?? [];
  if (/\s/.test(place)) return 'has a blank in its host';
  if (/:.*:/.test(port) || (port.includes(':') && host === '')) {
    return 'has an IPv6 address without brackets; write it as [::1]';
  }
  if (host === '') return `must name a host${scheme === undefined ? '' : ` after ${scheme}://`}`;
  if (port !== '' && !/^\d+$/.test(port)) return 'has a port that is no number';
  if (port !== '' && !isPort(port, 0)) return 'has a port that is out of range (0–65535)';
  // a URL's host may be more than a name or an IP address
  const isRight = isHost(host) || (scheme !== undefined && URL.canParse(`bare://${host}`));
  return isRight ? undefined : `has ${wrongHost}`;
}

/** `redis:// or rediss://, such as redis://127.0.0.1:6379` */
function beginnings(config: ConfigKey): string {
  const schemes = config.schemes?.filter((scheme) => !scheme.includes('unix')) ?? [];
  return `${list(
    schemes.map((scheme) => `${scheme}://`),
    'or',
  )}${example(config)}`;
}

function example({ example: written }: ConfigKey): string {
  return written === undefined ? '' : `, such as ${written}`;
}

function isPort(digits: string, least: number): boolean {
  return /^\d{1,5}$/.test(digits) && Number(digits) >= least && Number(digits) <= 65535;
}

function isHost(value: string): boolean {
  return (
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(value) || isIpv6(value.replace(/^\[(.*)\]$/, '$1'))
  );
}

function isIpv6(value: string): boolean {
  return value.includes(':') && URL.canParse(`http://[${value}]/`);
}
