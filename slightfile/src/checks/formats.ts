/** What a config's value may look like, by its format in the catalogue. */
import type { ConfigKey } from '../catalogue.ts';
import { addressFault, holdsPassword as hasPassword } from '../written-address.ts';
import { list } from './words.ts';

/**
 * What is wrong with the value, as a predicate: `must be a URL that begins with redis://`, `is empty`.
 * It never says what the value is, which may be a secret.
 */
export function formatFault(config: ConfigKey, value: string): string | undefined {
  // the clients leave out blanks around an address, and the end of the line that a file ends in
  const text = config.format === 'url' ? value.trim() : value;
  if (text === '') return config.required === false ? undefined : 'is empty';
  const fault = isPlace(config) ? addressFault(text) : undefined;
  if (fault !== undefined) return fault;
  const wanted = wantedInstead(config, text);
  return wanted && `must be ${wanted}`;
}

/** What the value should be, where it is not. */
function wantedInstead(config: ConfigKey, value: string): string | undefined {
  switch (config.format) {
    case 'url':
      return isUrl(value, config.schemes) || (config.bare === true && isBare(value))
        ? undefined
        : urlWanted(config);
    case 'port':
      return isPort(value) ? undefined : 'a port, a number from 1 to 65535';
    case 'host':
      return isHost(value)
        ? undefined
        : `a host name or address, without a scheme and port${example(config)}`;
    case 'integer':
      return /^[+-]?\d+$/.test(value) ? undefined : 'a whole number';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : '"true" or "false"';
    case 'enum':
      return config.values?.includes(value) === false ? list(config.values, 'or') : undefined;
    case 'address':
      return value.split(',').every((one) => isAddress(one.trim()))
        ? undefined
        : `host:port${example(config)}`;
    case 'string':
      return undefined;
  }
}

/** Whether the value holds a password: `redis://:password@host`. */
export function holdsPassword(config: ConfigKey, value: string): boolean {
  return config.format === 'url' && hasPassword(value);
}

/** Whether the value says where something is. */
export function isPlace({ format }: ConfigKey): boolean {
  return format === 'url' || format === 'host' || format === 'address';
}

function isUrl(value: string, schemes: readonly string[] = []): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined || !schemes.includes(scheme)) return false;
  if (scheme.includes('unix')) return true;
  return URL.canParse(value) && /^[^:]+:\/\/[^/]/.test(value);
}

function urlWanted(config: ConfigKey): string {
  const schemes =
    config.schemes?.filter((scheme) => !scheme.includes('unix')).map((scheme) => `${scheme}://`) ?? [];
  return `a URL that begins with ${schemes.join(' or ')}${example(config)}`;
}

function example({ example }: ConfigKey): string {
  return example === undefined ? '' : `, such as ${example}`;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
}

/** A host name, an IPv4 address, or an IPv6 address with or without its brackets. */
function isHost(value: string): boolean {
  return (
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(value) || isIpv6(value.replace(/^\[(.*)\]$/, '$1'))
  );
}

/** `host:port` or `host`, with no scheme before it; a login and a path may be there as in a URL. */
function isBare(value: string): boolean {
  const url = value.includes('://') ? null : URL.parse(`bare://${value}`);
  return url !== null && isHost(url.hostname);
}

function isIpv6(value: string): boolean {
  return value.includes(':') && URL.canParse(`http://[${value}]/`);
}

/** `host:port`, or with a scheme before it, as some clients take it. */
function isAddress(value: string): boolean {
  const match = /^(?:[a-z][a-z0-9+_]*:\/\/)?(.+):(\d+)\/?$/i.exec(value);
  return match?.[1] !== undefined && match[2] !== undefined && isHost(match[1]) && isPort(match[2]);
}
