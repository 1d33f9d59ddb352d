/** Another resource for a capability: its name, and the configs that go with it. */
import { findConfig } from '../catalogue.ts';
import type { ConfigKey, Resource } from '../catalogue.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import type { Block } from '../block.ts';
import { replaceText } from './edits.ts';
import type { ConfigEntry } from './edits.ts';
import { exchangeConfigs } from './exchange-configs.ts';
import type { Source } from './source.ts';

/**
 * Names the resource, keeps the configs that it has too, takes out those that only the former one has, and adds those
 * that it needs. Undefined where the configs are written in a way in which this cannot be done.
 */
export function serveBy(
  source: Source,
  { capability, resource: former }: Block,
  resource: Resource,
  secrets: ReadonlySet<string>,
): readonly TextEdit[] | undefined {
  if (!capability.resource || !former) return undefined;
  const named = replaceText(capability.resource, resource.id);
  if (capability.format === '0.1') return [named];
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const needed = resource.configs.filter((config) => isNeeded(config) && !given.has(config));
  const exchanged = exchangeConfigs(
    source,
    { capability },
    (key) => findConfig(former, key) !== undefined && findConfig(resource, key) === undefined,
    needed.map((config) => proposedConfig(config, secrets)),
  );
  return exchanged && [named, ...exchanged];
}

/** What nothing but the file gives, or only a server for development. */
export function isNeeded({ required }: ConfigKey): boolean {
  return required === true || required === 'backend';
}

/** A config with a likely value: of a secret where to read it, else an example, the default or the first choice. */
export function proposedConfig(config: ConfigKey, secrets: ReadonlySet<string>): ConfigEntry {
  const { key, format, values, example, default: fallback } = config;
  if (secrets.has(key)) return [key, `\${usersecrets.${key}}`];
  const choice = format === 'boolean' ? 'false' : values?.[0];
  return [key, example ?? fallback ?? choice ?? `\${envvars.${key}}`];
}
