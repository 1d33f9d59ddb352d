import { findConfig } from '../catalogue.ts';
import { inDevelopment } from '../development.ts';
import type { ConfigKey, Resource } from '../catalogue.ts';
import { givenConfigs } from '../given.ts';
import type { Fix, Severity } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Capability } from '../slightfile.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { addConfigs } from '../edits/edits.ts';
import { configOutside, isMisspelled, misspelledConfigs } from '../meant/misspelled.ts';
import { proposedConfig } from '../edits/serve-by.ts';
import { list } from '@slight/text/words.ts';

/**
 * Configs that a resource needs and the file does not give: a warning where nothing else can give them, a hint that
 * says what will be used where the ladder or the environment can.
 */
export function* missingConfig(context: CheckContext): Iterable<Problem> {
  for (const block of context.blocks) {
    const { capability, resource, unfinished } = block;
    if (!resource || !capability.resource || unfinished || !capability.table.members.has('name')) continue;
    if (isMisspelled(context.misspelled, capability.table, 'configs')) continue;
    const absent =
      capability.format === '0.1' ? notInStore(context, resource) : notGiven(context, block, resource);
    if (absent.length === 0) continue;
    for (const { severity, keys, message } of lacks(context, block, resource, absent)) {
      yield problem('missing-config', severity, capability.resource.span, message, [
        capability.format === '0.1' ? undefined : add(context, block, keys),
      ]);
    }
  }
  yield* unsetVariables(context);
}

interface Lack {
  readonly severity: Severity;
  readonly keys: readonly ConfigKey[];
  readonly message: string;
}

function* lacks(
  { environment }: CheckContext,
  { capability }: Block,
  resource: Resource,
  absent: readonly ConfigKey[],
): Iterable<Lack> {
  const place = placeOf(capability);
  const needed = absent.filter(({ required }) => required === true);
  if (needed.length > 0) {
    const message = `${resource.id} needs ${names(needed)}, and cannot be opened without. Give ${them(needed)} in ${place}.`;
    yield { severity: 'warning', keys: needed, message };
  }
  // of what is not served, nothing is used
  if (resource.status !== 'served') return;
  const inherited = absent.filter(
    ({ key, required }) => required === 'environment' && environment?.has(key) !== true,
  );
  if (inherited.length > 0) {
    const otherwise =
      resource.backend === undefined ? '' : `, and ${inDevelopment(resource)} where none is set`;
    const message = `${names(inherited)} ${are(inherited)} not given here: a run reads ${them(inherited)} from the environment${otherwise}.`;
    yield { severity: 'hint', keys: inherited, message };
  }
  const backed = absent.filter(({ required }) => required === 'backend');
  if (backed.length === 0) return;
  const given = resource.configs.filter(
    (config) => config.required === 'backend' && !absent.includes(config),
  );
  if (given.length > 0) {
    const message = `${names(backed)} ${are(backed)} missing beside ${names(given)}, which ${are(given)} of no use alone. Give all of them, or none for ${resource.unstarted ? 'a stand-in' : 'a development server'}.`;
    yield { severity: 'warning', keys: backed, message };
  } else {
    const rungs = resource.unstarted ? '' : ': in a container, else as a local server, else a stand-in';
    const message = `${names(backed)} ${are(backed)} not given, so a run ${inDevelopment(resource)}${rungs}. Give ${them(backed)} in ${place} to use a server of your own.`;
    yield { severity: 'hint', keys: backed, message };
  }
}

/** Where a capability has its configs: a table in braces can have no header below it. */
function placeOf({ format, table }: Capability): string {
  if (format === '0.1') return 'the secret_store';
  return table.origin === 'inline' ? 'configs = { … }' : '[capability.configs]';
}

function notGiven({ structure }: CheckContext, block: Block, resource: Resource): readonly ConfigKey[] {
  const meant = misspelledConfigs(block);
  const { configs, table } = block.capability;
  const given = configs.map(({ key }) => findConfig(resource, meant.get(key) ?? key));
  // one that stands outside of the configs is unknown-key's
  const outside = structure.unknown.length === 0 ? [] : [...table.members.keys()];
  for (const key of outside) given.push(configOutside(resource, key));
  return resource.configs.filter((config) => !given.includes(config));
}

/** In the 0.1 format: the keys that the `secret_store` is known not to have. */
function notInStore(
  { slightfile, secrets, environment }: CheckContext,
  resource: Resource,
): readonly ConfigKey[] {
  const store = slightfile.secretStore?.value ?? 'configs.envvars';
  const known =
    store === 'configs.usersecrets' ? secrets : store === 'configs.envvars' ? environment : undefined;
  return known
    ? resource.configs.filter(({ key, aliases = [] }) => ![key, ...aliases].some((name) => known.has(name)))
    : [];
}

/** `${envvars.KEY}` where the environment is known, and has no KEY: a hint where a run does without. */
function* unsetVariables({ blocks, references, environment }: CheckContext): Iterable<Problem> {
  if (!environment) return;
  const resources = new Map(blocks.map(({ capability, resource }) => [capability, resource]));
  for (const { capability, key, reference } of references) {
    const { store, key: name } = reference;
    if (capability.format === '0.1' || store.value !== 'envvars' || environment.has(name.value)) continue;
    const isUnset = `The environment variable ${name.value} is not set here, so`;
    const how = 'for the run: in VS Code, in the env of a launch configuration';
    const resource = resources.get(capability);
    if (resource && findsServer(capability, resource, environment)) {
      const message = `${isUnset} a run ${inDevelopment(resource)}. To use a server of your own, set it ${how}.`;
      yield problem('missing-config', 'hint', name.span, message);
    } else {
      const message = `${isUnset} ${key} would get no value. Set it ${how}.`;
      yield problem('missing-config', 'information', name.span, message);
    }
  }
}

/** A run brings up a server, or has a resource stand in, where nothing says which one is meant. */
function findsServer({ configs }: Capability, resource: Resource, environment: ReadonlySet<string>): boolean {
  if (resource.status !== 'served' || resource.backend === undefined) return false;
  return !givenConfigs(configs, environment).some(
    ({ key }) => findConfig(resource, key)?.required === 'backend',
  );
}

function add({ source, secrets }: CheckContext, block: Block, keys: readonly ConfigKey[]): Fix | undefined {
  const edits = addConfigs(
    source,
    block,
    keys.map((config) => proposedConfig(config, secrets)),
  );
  return edits && { title: `Add ${names(keys)}`, edits };
}

function names(keys: readonly ConfigKey[]): string {
  return list(keys.map(({ key }) => key));
}

function are({ length }: readonly unknown[]): string {
  return length === 1 ? 'is' : 'are';
}

function them({ length }: readonly unknown[]): string {
  return length === 1 ? 'it' : 'them';
}
