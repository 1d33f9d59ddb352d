/** Whether a run would bring up a server for a capability, as far as the slightfile itself says that. */
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import { givenConfigs } from '@slight/slightfile/given.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import type { Environment } from './file.ts';

/**
 * True where the slightfile names no server, or an address on this machine without TLS: there a run starts one, unless
 * somebody listens. What the environment may give names one, too. A reference to a store may be to any server, but for one to a variable that is not set: that names none.
 */
export function mayHaveOwnServer(
  { configs }: Capability,
  resource: Resource,
  environment: Environment,
): boolean {
  if (resource.backend === undefined || resource.unstarted || resource.status !== 'served') return false;
  const given = givenConfigs(configs, environment).flatMap(({ key, value }) => {
    const config = findConfig(resource, key);
    return config ? [{ config, value }] : [];
  });
  const address = given.find(({ config }) => config.format === 'url' || config.format === 'address');
  if (address) {
    const [text, ...others] = address.value?.parts ?? [];
    return typeof text === 'string' && others.length === 0 && isOnThisMachine(text, address.config);
  }
  if (given.some(({ config }) => config.required === 'backend' || config.required === 'environment'))
    return false;
  return !isNamedByEnvironment(resource, environment);
}

/** Whether the environment has what a run reads there where the slightfile leaves it out: keys, of a server that is not ours. */
export function isNamedByEnvironment({ configs }: Resource, environment: Environment): boolean {
  return configs.some(({ key, required }) => required === 'environment' && environment.has(key));
}

function isOnThisMachine(text: string, { schemes = ['tcp'] }: ConfigKey): boolean {
  const url = URL.parse(text.includes('://') ? text : `${schemes[0]}://${text}`);
  const scheme = url?.protocol.slice(0, -1);
  if (!url || scheme === undefined || !schemes.includes(scheme) || isSecure(scheme, schemes)) return false;
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(url.hostname);
}

/** Whether a scheme asks for TLS: `rediss` beside `redis`. */
function isSecure(scheme: string, schemes: readonly string[]): boolean {
  return scheme === 'tls' || (scheme.endsWith('s') && schemes.includes(scheme.slice(0, -1)));
}
