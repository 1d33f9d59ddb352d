import { findConfig } from '../catalogue.ts';
import type { ConfigKey } from '../catalogue.ts';
import type { Fix, Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import { tableOf } from '../toml/tree.ts';
import { mendedAddress } from '../written-address.ts';
import type { Block, CheckContext } from './check.ts';
import { problem } from './check.ts';
import { insert, removeMember, replaceText } from './edits.ts';
import { formatFault, isPlace } from './formats.ts';
import type { Source } from './source.ts';
import { suggest } from './words.ts';

/** A value that the resource cannot use: no URL, no port, none of those it may be. */
export function* badConfigValue({ blocks, source }: CheckContext): Iterable<Problem> {
  for (const block of blocks) {
    const { capability, resource } = block;
    if (!resource || capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      const config = findConfig(resource, key);
      if (!config || value?.kind !== 'literal') continue;
      const fault = formatFault(config, value.text.value);
      if (fault === undefined) continue;
      const message = `${key} ${fault}. As it is, ${resource.id} cannot be opened.`;
      yield problem('bad-config-value', 'warning', value.text.span, message, [
        fix(config, value.text),
        value.text.value === '' ? removal(source, block, key) : undefined,
      ]);
    }
  }
}

function fix(config: ConfigKey, text: Text): Fix | undefined {
  const { value, inner } = text;
  const mended = isPlace(config) ? mendedAddress(value) : undefined;
  if (mended !== undefined) {
    if (formatFault(config, mended) !== undefined) return undefined;
    // its title repeats nothing of it
    const title =
      mended.length < value.length ? 'Leave out the quotes' : 'Write the raw characters as %2F, %3F, %23';
    return { title, edits: [replaceText(text, mended)], preferred: true };
  }
  const choices = config.format === 'boolean' ? ['true', 'false'] : config.values;
  const choice = choices && suggest(value, choices);
  if (choice !== undefined) {
    return { title: `Change to ${choice}`, edits: [replaceText(text, choice)], preferred: true };
  }
  if (config.format === 'host') return schemeless(config, text);
  if (config.format === 'address') return withPort(config, text);
  const scheme = config.schemes?.[0];
  if (scheme === undefined || value.includes('://') || value === '') return undefined;
  const prefix = `${scheme}://`;
  if (formatFault(config, prefix + value) !== undefined) return undefined;
  return { title: `Begin it with ${prefix}`, edits: [insert(inner.start, prefix)], preferred: true };
}

/** `mqtt://localhost` → `localhost` */
function schemeless(config: ConfigKey, text: Text): Fix | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)\/?$/i.exec(text.value)?.[1];
  if (host === undefined || formatFault(config, host) !== undefined) return undefined;
  return { title: 'Leave out the scheme', edits: [replaceText(text, host)], preferred: true };
}

/** `localhost` → `localhost:9092`, with the usual port. */
function withPort(config: ConfigKey, text: Text): Fix | undefined {
  const port = /:\d+$/.exec(config.example ?? '')?.[0];
  if (port === undefined || formatFault(config, text.value + port) !== undefined) return undefined;
  return { title: `Add the port ${port.slice(1)}`, edits: [insert(text.inner.end, port)] };
}

function removal(source: Source, { capability }: Block, key: string): Fix | undefined {
  const configs = capability.table.members.get('configs');
  const table = configs && tableOf(configs.value);
  return table && { title: `Remove ${key}`, edits: removeMember(source, table, key) };
}
