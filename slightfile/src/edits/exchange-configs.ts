/** Edits that take some configs of a capability out and put others in, in the form that its configs have. */
import type { TextEdit } from '@slight/text/problem.ts';
import type { Capability } from '../slightfile.ts';
import type { InlineTable } from '../toml/tree.ts';
import { tableOf } from '../toml/tree.ts';
import type { Block } from '../block.ts';
import { addConfigs, configLine, indentation, removeMember } from './edits.ts';
import type { ConfigEntry } from './edits.ts';
import type { Source } from './source.ts';

/** Comments stay. Undefined where the configs are written in a way in which this cannot be done. */
export function exchangeConfigs(
  source: Source,
  { capability }: Pick<Block, 'capability'>,
  isDropped: (key: string) => boolean,
  added: readonly ConfigEntry[],
): readonly TextEdit[] | undefined {
  const dropped = capability.configs.filter(({ key }) => isDropped(key));
  const [first, ...others] = dropped;
  if (!first) return added.length === 0 ? [] : addConfigs(source, { capability }, added);
  const configs = capability.table.members.get('configs')?.value;
  const table = configs && tableOf(configs);
  if (!table || dropped.some(({ node }) => node.kind === 'table' || node.kind === 'table-array')) {
    return undefined;
  }
  if (added.length === 0 && dropped.length === capability.configs.length) {
    return removeMember(source, capability.table, 'configs');
  }
  if (configs.kind === 'inline-table') return [rewritten(source, configs, isDropped, added)];
  const remove = (one: Capability['configs'][number]) => removeMember(source, table, one.key);
  if (added.length === 0) return dropped.flatMap(remove);
  const placed = source.entryAt(first.keySpan.start);
  if (!placed || placed.inline) return undefined;
  const { span } = placed.entry;
  // of a dotted key, what stands before the config's own
  const prefix = source.text.slice(span.start, first.keySpan.start);
  const next = source.newline + indentation(source, span.start);
  const text = added.map((entry) => prefix + configLine(entry)).join(next);
  return [{ span, text }, ...others.flatMap(remove)];
}

/** An inline table is one line without comments, so nothing is lost where it is written anew. */
function rewritten(
  { text }: Source,
  { entries, span }: InlineTable,
  isDropped: (key: string) => boolean,
  added: readonly ConfigEntry[],
): TextEdit {
  const kept = entries
    .filter(({ key }) => !isDropped(key.parts[0]?.name ?? ''))
    .map((entry) => text.slice(entry.span.start, entry.span.end));
  return { span, text: `{ ${[...kept, ...added.map(configLine)].join(', ')} }` };
}
