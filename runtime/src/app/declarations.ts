/** What a slightfile declares, as the runtime needs it: which resource serves which name, and with which configs. */
import { createHash } from 'node:crypto';
import { findConfig, findResource } from '@slight/slightfile/catalogue.ts';
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { wholeReference } from '@slight/slightfile/references.ts';
import type { Capability, ConfigValue, Slightfile } from '@slight/slightfile/slightfile.ts';
import { secretsOf, secretsWithin } from '../trace/masking/config-secrets.ts';
import type { StoredPart } from '../trace/masking/config-secrets.ts';
import { own } from '../own.ts';
import type { PortName } from '../ports/ports.ts';
import type { ConfigValues } from '../providers/provider.ts';

export interface Declaration {
  readonly resource: Resource;
  /** What the guest opens; `*`: whatever it opens. */
  readonly name: string;
  readonly capability: Capability;
}

/** Where the values of `${store.KEY}` come from. */
export interface Stores {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secret: (name: string) => Promise<string | undefined>;
  /** Of Azure App Configuration; absent: nothing is read of it. */
  readonly azapp?: (key: string) => Promise<string | undefined>;
}

export interface ResolvedConfigs {
  readonly values: ConfigValues;
  /** The keys that the slightfile reads from a store and the store does not have, each with a plain clause that says so. */
  readonly unset: readonly { readonly key: string; readonly clause: string }[];
  /** What of the values nobody may read. */
  readonly secrets: readonly string[];
}

/** Every capability of the file that names a resource of the catalogue, in order. */
export function declarations(slightfile: Slightfile): readonly Declaration[] {
  return slightfile.capabilities.flatMap((capability) => {
    const resource = capability.resource && findResource(capability.resource.value);
    return resource ? [{ resource, name: capability.name?.value ?? '*', capability }] : [];
  });
}

/**
 * The declarations that serve a name: the one of that very name, else the wildcard of its kind. Guests do not name
 * http-client, and so all of its kind serve them together; of configs and messaging, no name means the only one.
 */
export function declarationsFor(
  all: readonly Declaration[],
  port: PortName,
  name: string,
): readonly Declaration[] {
  const kind = all.filter((declaration) => declaration.resource.capability === port);
  if (port === 'http-client') return kind;
  if (isNameless(port) && name === '') {
    // of the same name the first counts: in the 0.1 format all of a kind have one
    const [first, ...others] = kind;
    return first && others.every((other) => other.name === first.name) ? [first] : [];
  }
  const one =
    kind.find((declaration) => declaration.name === name) ??
    kind.find((declaration) => declaration.name === '*');
  return one ? [one] : [];
}

/** Whether some interface of it has no name for what it works on: it means the only one that is declared. */
export function isNameless(port: PortName): port is keyof typeof nameless {
  return port in nameless;
}

/** The interfaces that name nothing. */
export const nameless = { configs: 'wasi:config', messaging: 'wasmcloud:messaging' } as const;

/** The name that is opened for a guest: one that names nothing has what those have that name the only one. */
export function openedName(all: readonly Declaration[], port: PortName, name: string): string {
  if (name !== '' || !isNameless(port)) return name;
  const [only] = declarationsFor(all, port, name);
  return only === undefined || only.name === '*' ? name : only.name;
}

/** What declarations allow together: whatever one of them does. */
export function together(all: readonly ConfigValues[]): ConfigValues {
  const [first = {}, ...others] = all;
  if (others.length === 0) return first;
  const hosts = all.map(({ ALLOWED_HOSTS }) => ALLOWED_HOSTS);
  return hosts.includes(undefined) ? {} : { ALLOWED_HOSTS: hosts.join(' ') };
}

/**
 * The configs of a declaration with every reference read from its store. In the 0.1 format the file's
 * `secret_store` supplies every key that the resource has.
 */
export async function resolveConfigs(
  { resource, capability }: Declaration,
  secretStore: string | undefined,
  stores: Stores,
): Promise<ResolvedConfigs> {
  const values = new Map<string, string>();
  const unset: { key: string; clause: string }[] = [];
  const secrets: string[] = [];
  const give = (key: string, value: string, isFromStore: boolean) => {
    values.set(key, value);
    secrets.push(...secretsOf(findConfig(resource, key), value, isFromStore));
  };
  const read = async (key: string, store: string, name: string) => {
    const value = await readStore(store, name, stores);
    if (value !== undefined) give(key, value, store !== 'local');
    else unset.push({ key, clause: `${key} is not set: ${absence(store, name)}` });
  };
  const resolve = async (key: string, value: ConfigValue) => {
    const whole = wholeReference(value);
    if (whole) {
      await read(key, whole.store.value, whole.key.value);
      return;
    }
    const { text, parts, lacks } = await joined(value, stores);
    for (const lack of lacks) unset.push({ key, clause: `${key} is not set: ${lack}` });
    if (lacks.length > 0) return;
    values.set(key, text);
    secrets.push(...secretsWithin(findConfig(resource, key), text, parts));
  };
  // slight did not look at what else a 0.1 capability says
  const isOld = capability.format === '0.1';
  if (isOld) {
    const store = (secretStore ?? 'configs.envvars').replace(/^configs\./, '');
    // which had no config that narrows
    for (const { key, format } of resource.configs) if (format !== 'hosts') await read(key, store, key);
  }
  for (const { key, value } of isOld ? [] : capability.configs) {
    // with what should be a reference and is none, the file has an error
    if (value?.malformed.length === 0) await resolve(spelling(resource, key), value);
  }
  for (const config of resource.configs) {
    if (config.required === 'environment' && !values.has(config.key)) {
      const value = own(stores.environment, config.key);
      if (value !== undefined) give(config.key, value, true);
    }
  }
  return { values: Object.fromEntries(values), unset, secrets };
}

/**
 * Tells a declaration from another, and from what it was before it was changed, by what is written; undefined where what is
 * written is all that there is to know of it.
 */
export function markOf({ resource, name, capability }: Declaration): string | undefined {
  const written = capability.configs.map(({ key, value }) => [key, value?.text.value]);
  const isOpen = capability.configs.some(({ value }) =>
    value?.parts.some((part) => typeof part !== 'string'),
  );
  if (capability.format !== '0.1' && !isOpen) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([resource.id, name, written]))
    .digest('hex')
    .slice(0, 32);
}

/** What nobody may read and stands in the slightfile itself, for all who can read that. */
export function writtenSecrets({ resource, capability }: Declaration): readonly string[] {
  return capability.configs.flatMap(({ key, value }) =>
    value ? secretsOf(findConfig(resource, key), value.text.value, false) : [],
  );
}

/**
 * The keys that the provider cannot do without and that nothing gave, in the catalogue's order. What the environment may
 * give a backend gives too.
 */
export function missingConfigs(resource: Resource, values: ConfigValues): readonly ConfigKey[] {
  return resource.configs.filter(
    ({ key, required }) =>
      (required === true || (required === 'environment' && resource.backend === undefined)) &&
      values[key] === undefined,
  );
}

/** A key as the catalogue spells it, where the slightfile uses its alias. */
function spelling(resource: Resource, key: string): string {
  return findConfig(resource, key)?.key ?? key;
}

/** A value with each reference in it read, as far as that can be done: what the stores gave, and what they lack. */
async function joined(
  { parts }: ConfigValue,
  stores: Stores,
): Promise<{
  readonly text: string;
  readonly parts: readonly StoredPart[];
  readonly lacks: readonly string[];
}> {
  const read: StoredPart[] = [];
  const lacks: string[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const [store, name] = [part.store.value, part.key.value];
    const given = await readStore(store, name, stores);
    if (given === undefined) lacks.push(absence(store, name));
    else {
      if (store !== 'local') read.push({ store, start: text.length, text: given });
      text += given;
    }
  }
  return { text, parts: read, lacks };
}

async function readStore(store: string, name: string, stores: Stores): Promise<string | undefined> {
  switch (store) {
    case 'envvars':
      return own(stores.environment, name);
    case 'local':
      return name; // a literal by another spelling, as in slight
    case 'usersecrets':
      return stores.secret(name);
    case 'azapp':
      return stores.azapp?.(name);
    default:
      return undefined;
  }
}

function absence(store: string, name: string): string {
  switch (store) {
    case 'usersecrets':
      return `there is no secret ${name} in the slightfile`;
    case 'envvars':
      return `the environment has no variable ${name}`;
    case 'azapp':
      return `App Configuration has no key ${name}`;
    default:
      return `this version of slight does not read the store ${store}`;
  }
}
