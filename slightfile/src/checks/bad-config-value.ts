import { findConfig } from '../catalogue.ts';
import type { ConfigKey } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import { isLiteral } from '../references.ts';
import type { Text } from '../slightfile.ts';
import { tableOf } from '../toml/tree.ts';
import { mendedAddress } from '../values/written-address.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { insert, removeMember, replaceText, replaceWithin } from '../edits/edits.ts';
import { formatFault, isPlace, sureFault } from '../values/formats.ts';
import { meantReferences } from '../meant/references.ts';
import { withHost } from '../values/port-alone.ts';
import type { Source } from '../edits/source.ts';
import { isSure, suggest } from '@slight/text/words.ts';

/** A value that the resource cannot use: no URL, no port, none of those it may be. */
export function* badConfigValue({ blocks, source }: CheckContext): Iterable<Problem> {
  for (const block of blocks) {
    const { capability, resource } = block;
    if (!resource || capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      const config = findConfig(resource, key);
      if (!config || !value) continue;
      const isWritten = isLiteral(value);
      const fault = isWritten ? formatFault(config, value.text.value) : sureFault(config, value);
      // what should be a reference is malformed-reference's
      if (fault === undefined || meantReferences(value, key, config).length > 0) continue;
      const message = `${key} ${fault}. As it is, ${resource.id} cannot be opened.`;
      yield problem('bad-config-value', 'warning', value.text.span, message, [
        isWritten ? fix(config, value.text) : undefined,
        value.text.value === '' ? removal(source, block, key) : undefined,
      ]);
    }
  }
}

function fix(config: ConfigKey, text: Text): Fix | undefined {
  const { value } = text;
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
    const preferred = isSure(value, choice);
    return { title: `Change to ${choice}`, edits: [replaceText(text, choice)], preferred };
  }
  const address = withHost(config, value.trim());
  if (address !== undefined) return { title: `Change to ${address}`, edits: [replaceText(text, address)] };
  if (config.format === 'host') return schemeless(config, text);
  if (config.format === 'address') return withPort(config, text);
  const scheme = config.schemes?.[0];
  if (scheme === undefined || value.includes('://') || value === '') return undefined;
  const prefix = `${scheme}://`;
  // `redis:/localhost`, `redis//localhost`, `//localhost`
  const half =
    new RegExp(`^(?:(?:${config.schemes?.join('|') ?? ''})(?=:|//):?)?/{0,2}`, 'i').exec(value)?.[0] ?? '';
  const rest = value.slice(half.length);
  if (formatFault(config, prefix + rest) !== undefined) return undefined;
  const edits = [replaceWithin(text, { start: 0, end: half.length }, prefix)];
  return { title: `Begin it with ${prefix}`, edits, preferred: true };
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
