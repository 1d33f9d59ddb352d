/** The places of a slightfile that speak of one thing: a secret, a variable, a store, a resource, a name, a config. */
import { findConfig } from '@slight/slightfile/catalogue.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import { referencesIn } from '@slight/slightfile/references.ts';
import type { Capability, Config, Secret, Slightfile } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { touches } from '@slight/text/span.ts';
import { stores } from '@slight/slightfile/stores.ts';
import { lastFrom } from '@slight/slightfile/toml/lookup.ts';
import { resourceOf } from './block.ts';
import type { File } from './file.ts';

/** What a place speaks of. Two places speak of the same where all three are equal. */
export interface Thing {
  readonly kind: 'reference' | 'store' | 'resource' | 'name' | 'config';
  readonly name: string;
  /** The store of a reference, the resource of a config, the kind of capability that has a name; else empty. */
  readonly of: string;
}

export interface Mention extends Thing {
  /** Without quotes; never empty. */
  readonly span: Span;
  /** Whether the thing is given here, and not only used. */
  readonly gives: boolean;
}

/** The mention that an offset touches. */
export function mentionAt({ slightfile }: File, offset: number): Mention | undefined {
  const capability = lastFrom(slightfile.capabilities, offset);
  const secret = lastFrom(slightfile.secrets, offset);
  const mentions: Mention[] = [];
  addSecretStore(mentions, slightfile);
  if (secret) addSecret(mentions, secret);
  if (capability) addCapability(mentions, capability);
  return mentions.find(({ span }) => touches(span, offset));
}

/** All mentions of a thing, in the order of the text. */
export function mentionsOf({ slightfile }: File, { kind, name, of }: Thing): readonly Mention[] {
  const mentions: Mention[] = [];
  addSecretStore(mentions, slightfile);
  for (const secret of slightfile.secrets) addSecret(mentions, secret);
  for (const capability of slightfile.capabilities) addCapability(mentions, capability);
  return mentions
    .filter((mention) => mention.name === name && mention.kind === kind && mention.of === of)
    .sort((one, other) => one.span.start - other.span.start);
}

/** What `[[secret_settings]]` gives, and `${usersecrets.NAME}` uses. */
export function secretNamed(name: string): Thing {
  return { kind: 'reference', name, of: 'usersecrets' };
}

// into a list that is there, because thousands of small ones take longer than an editor wants to wait

function addSecretStore(mentions: Mention[], { secretStore }: Slightfile): void {
  const store = stores.find(({ resource }) => resource === secretStore?.value);
  if (secretStore && store) add(mentions, 'store', store.id, '', secretStore.inner, false);
}

function addSecret(mentions: Mention[], { name }: Secret): void {
  if (name) add(mentions, 'reference', name.value, 'usersecrets', name.inner, true);
}

function addCapability(mentions: Mention[], capability: Capability): void {
  const { resource: text, name, configs } = capability;
  const resource = resourceOf(capability);
  // a former name speaks of the same resource
  if (text) add(mentions, 'resource', resource?.id ?? text.value, '', text.inner, false);
  // two kinds may have one name, and mean two things
  if (name) add(mentions, 'name', name.value, resource?.capability ?? '', name.inner, true);
  for (const config of configs) addConfig(mentions, resource, config);
}

function addConfig(
  mentions: Mention[],
  resource: Resource | undefined,
  { key, keySpan, value }: Config,
): void {
  const known = resource && findConfig(resource, key);
  if (known) add(mentions, 'config', known.key, resource.id, keySpan, true);
  for (const { store, key: name } of referencesIn(value)) {
    add(mentions, 'reference', name.value, store.value, name.span, false);
    add(mentions, 'store', store.value, '', store.span, false);
  }
}

function add(
  mentions: Mention[],
  kind: Thing['kind'],
  name: string,
  of: string,
  span: Span,
  gives: boolean,
): void {
  if (span.end > span.start) mentions.push({ kind, name, of, span, gives });
}
