/** Whether a run would bring up a server for a capability, as far as the slightfile itself says that. */
import type { Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import { givenConfigs } from '@slight/slightfile/given.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import type { Environment } from '../file.ts';

/**
 * True where the slightfile names no server, or an address on this machine without TLS: there a run starts one, unless
 * somebody listens. A reference to a store may be to any server, but for one to a variable that is not set: that names none.
 */
export function mayHaveOwnServer(
  { configs }: Capability,
  resource: Resource,
  environment: Environment,
): boolean {
  if (resource.backend === undefined || resource.status !== 'served') return false;
  const given = givenConfigs(configs, environment).flatMap(({ key, value }) => {
    const config = findConfig(resource, key);
    return config ? [{ config, value }] : [];
  });
  const address = given.find(({ config }) => config.format === 'url' || config.format === 'address');
  if (address) {
    const [text, ...others] = address.value?.parts ?? [];
    return typeof text === 'string' && others.length === 0 && isOnThisMachine(text);
  }
  return !given.some(({ config }) => config.required === 'backend');
}

function isOnThisMachine(text: string): boolean {
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`);
  if (!url || !/^(?:redis|http):$/.test(url.protocol)) return false;
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(url.hostname);
}
