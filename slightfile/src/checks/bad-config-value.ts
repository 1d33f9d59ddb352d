import { findConfig } from '../catalogue.ts';
import type { ConfigKey } from '../catalogue.ts';
import type { Fix, Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';
import { insert, replaceText } from './edits.ts';
import { formatFault } from './formats.ts';
import { suggest } from './words.ts';

/** A value that the resource cannot use: no URL, no port, none of those it may be. */
export function* badConfigValue({ blocks }: CheckContext): Iterable<Problem> {
  for (const { capability, resource } of blocks) {
    if (!resource || capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      const config = findConfig(resource, key);
      if (!config || value?.kind !== 'literal') continue;
      const fault = formatFault(config, value.text.value);
      if (fault === undefined) continue;
      const message = `${key} ${fault}. As it is, ${resource.id} cannot be opened.`;
      yield problem('bad-config-value', 'warning', value.text.span, message, [fix(config, value.text)]);
    }
  }
}

function fix(config: ConfigKey, text: Text): Fix | undefined {
  const { value, inner } = text;
  const choices = config.format === 'boolean' ? ['true', 'false'] : config.values;
  const choice = choices && suggest(value, choices);
  if (choice !== undefined) {
    return { title: `Change to ${choice}`, edits: [replaceText(text, choice)], preferred: true };
  }
  const scheme = config.schemes?.[0];
  if (scheme === undefined || value.includes('://') || value === '') return undefined;
  const prefix = `${scheme}://`;
  if (formatFault(config, prefix + value) !== undefined) return undefined;
  return { title: `Begin it with ${prefix}`, edits: [insert(inner.start, prefix)], preferred: true };
}
