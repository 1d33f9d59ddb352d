/** What a config's value may look like, by its format in the catalogue. */
import type { ConfigKey } from '../catalogue.ts';
import type { ConfigValue } from '../slightfile.ts';
import { addressFault } from './written-address.ts';
import { readAllowedHosts } from './allowed-hosts.ts';
import { hostFault, portFault, serverFault, urlFault } from './addresses.ts';
import { list } from '@slight/text/words.ts';

/**
 * What is wrong with the value, as a predicate that names the part: `must begin with redis://`, `is empty`.
 * It never says what the value is, which may be a secret.
 */
export function formatFault(config: ConfigKey, value: string): string | undefined {
  // the clients leave out blanks around an address, and the end of the line that a file ends in
  const text = config.format === 'url' ? value.trim() : value;
  if (text === '') return config.required === false ? undefined : 'is empty';
  return (isPlace(config) ? addressFault(text) : undefined) ?? faultOf(config, text);
}

/**
 * The same of a value with references in it: what is wrong whatever they stand for. So it is asked with several texts
 * in their places, and wrong is what is wrong with all of them.
 */
export function sureFault(config: ConfigKey, { parts, references }: ConfigValue): string | undefined {
  // which of its choices it may become is not looked for
  if (config.format === 'enum' || config.format === 'boolean') return undefined;
  // one may be a host and the other a port
  if (config.format === 'hosts') return undefined;
  if (references.length === parts.length) return undefined;
  const beginnings = config.schemes?.flatMap((scheme) => [`${scheme}://a`, `${scheme}:///a`]) ?? [];
  let fault: string | undefined;
  for (const stand of ['a', '1', '', 'a:1', ...(typeof parts[0] === 'string' ? [] : beginnings)]) {
    const text = parts.map((part, at) =>
      typeof part === 'string' ? part : at > 0 && stand.includes('://') ? 'a' : stand,
    );
    const found = formatFault(config, text.join(''));
    if (found === undefined) return undefined;
    fault ??= found;
  }
  return fault;
}

function faultOf(config: ConfigKey, value: string): string | undefined {
  switch (config.format) {
    case 'url':
      return urlFault(config, value);
    case 'port':
      return portFault(value);
    case 'host':
      return hostFault(config, value);
    case 'address':
      return serversFault(config, value);
    case 'hosts': {
      const hosts = readAllowedHosts(value);
      return typeof hosts === 'string' ? hosts : undefined;
    }
    case 'integer':
      return /^[+-]?\d+$/.test(value) ? undefined : 'must be a whole number';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'must be "true" or "false"';
    case 'enum':
      return config.values?.includes(value) === false ? `must be ${list(config.values, 'or')}` : undefined;
    case 'string':
      return undefined;
  }
}

/** One server or several, with commas between them. */
function serversFault(config: ConfigKey, value: string): string | undefined {
  for (const server of value.split(',')) {
    const fault = serverFault(config, server.trim());
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether the value says where something is. */
export function isPlace({ format }: ConfigKey): boolean {
  return format === 'url' || format === 'host' || format === 'address';
}
