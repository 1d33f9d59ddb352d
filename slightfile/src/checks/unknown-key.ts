import type { Fix, TextEdit } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Table } from '../toml/tree.ts';
import { isBelowHeader, standsBelow, toTop } from '../meant/below-header.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { configsAtTop } from '../meant/configs-at-top.ts';
import { addConfigs, insert, removeMember, renameKey } from '../edits/edits.ts';
import { configOutside } from '../meant/misspelled.ts';
import type { Place } from '../structure.ts';
import { didYouMean, isSure, quote } from '@slight/text/words.ts';

/** A key that a slightfile does not have there. slight ignored it in silence. */
export function* unknownKey(context: CheckContext): Iterable<Problem> {
  const blocks = new Map(context.blocks.map((block) => [block.capability.table, block]));
  for (const below of context.below) {
    // missing-specversion says the other
    if (below.key === 'secret_store' && context.version === '0.1') {
      const { span } = below.entry.key;
      yield problem('unknown-key', 'warning', span, standsBelow(below), [toTop(context, below)]);
    }
  }
  for (const place of context.structure.unknown) {
    if (isBelowHeader(context, place.member.key.span)) continue;
    const block = blocks.get(place.table);
    const key = place.path.at(-1) ?? '';
    const config = block?.resource && configOutside(block.resource, key);
    if (block && config) yield outside(context, block, place, key, config.key);
    else yield configsAtTop(context, place) ?? unknown(context, block, place, key);
  }
  for (const { capability } of context.blocks) {
    // in a 0.2 file, format-mismatch says it
    if (capability.format === '0.1' && context.version !== '0.2') yield* unread(context, capability.table);
  }
}

function unknown(context: CheckContext, block: Block | undefined, place: Place, key: string): Problem {
  const { table, path, member } = place;
  const meant = context.misspelled.get(table)?.get(key);
  const isNeeded = meant !== undefined && needs(context, path[0] ?? '', block).includes(meant);
  const message = isNeeded
    ? `${where(path)} no key ${quote(key)}. Did you mean ${quote(meant)}, which is missing?`
    : `${where(path)} no key ${quote(key)}, so it is ignored.${didYouMean(meant)}`;
  return problem('unknown-key', isNeeded ? 'error' : 'warning', member.key.span, message, [
    meant === undefined
      ? undefined
      : {
          title: `Change to ${meant}`,
          edits: renameKey(context.source, table, key, meant),
          preferred: isSure(key, meant),
        },
    isNeeded ? undefined : removal(context, table, key),
  ]);
}

/** What a file, a capability or a secret cannot do without. */
function needs({ document }: CheckContext, key: string, block: Block | undefined): readonly string[] {
  if (block) return block.capability.format === '0.1' ? ['name'] : ['resource', 'name'];
  const kindOf = (name: string) => document.root.members.get(name)?.value.kind;
  if (key === 'secret_settings' && kindOf(key) === 'table-array') return ['name', 'value'];
  // without any the file is read; with `[capability.configs]` alone, each `[[capability]]` is an error
  return kindOf('capability') === 'table' ? ['specversion', 'capability'] : ['specversion'];
}

/** `REDIS_ADDRESS = …` directly below `[[capability]]`. */
function outside(context: CheckContext, block: Block, place: Place, key: string, config: string): Problem {
  if (key !== config && key.startsWith('config')) return dotless(context, place, key, config);
  const fix: Fix = {
    title: `Put ${key} into the configs`,
    edits: moved(context, block, place, key),
    preferred: true,
  };
  const configs = place.table.origin === 'inline' ? 'configs = { … }' : '[capability.configs]';
  const message = `${key} is a config and stands outside of ${configs}, so it is ignored. Put it there.`;
  return problem('unknown-key', 'warning', place.member.key.span, message, [
    fix,
    removal(context, place.table, key),
  ]);
}

/** `configsREDIS_ADDRESS`, `configs_REDIS_ADDRESS` */
function dotless({ source }: CheckContext, { table, member }: Place, key: string, config: string): Problem {
  const message = `[[capability]] has no key ${quote(key)}, so it is ignored. Did you mean configs.${config}?`;
  const edits = source.namings(table, key).map(({ span }) => ({ span, text: `configs.${config}` }));
  const configs = table.members.get('configs')?.value;
  const isFree = configs === undefined || (configs.kind === 'table' && configs.origin === 'dotted');
  const isLine = isFree && member.value.kind !== 'table' && member.value.kind !== 'table-array';
  return problem('unknown-key', 'warning', member.key.span, message, [
    isLine ? { title: `Change to configs.${config}`, edits, preferred: true } : undefined,
  ]);
}

/** `configs.` before the key, or the key in the table of configs that there is. */
function moved(
  context: CheckContext,
  block: Block,
  { table, member }: Place,
  key: string,
): readonly TextEdit[] {
  const configs = table.members.get('configs')?.value;
  if (configs === undefined || (configs.kind === 'table' && configs.origin === 'dotted')) {
    return [insert(member.key.span.start, 'configs.')];
  }
  const added =
    member.value.kind === 'string' && addConfigs(context.source, block, [[key, member.value.value]]);
  return added ? [...removeMember(context.source, table, key), ...added] : [];
}

/** What a 0.1 capability does not read. */
function* unread(context: CheckContext, table: Table): Iterable<Problem> {
  for (const key of ['resource', 'configs']) {
    const member = table.members.get(key);
    if (!member || member.value.kind === 'missing') continue;
    const message =
      key === 'resource'
        ? 'In the 0.1 format the name says what serves the capability, so resource is ignored. Remove it, or use specversion "0.2".'
        : 'In the 0.1 format the secret_store supplies every config, so these are ignored. Remove them, or use specversion "0.2".';
    yield problem('unknown-key', 'warning', member.key.span, message, [removal(context, table, key)]);
  }
}

function removal({ source }: CheckContext, table: Table, key: string): Fix {
  return { title: `Remove ${quote(key)}`, edits: removeMember(source, table, key) };
}

function where(path: readonly string[]): string {
  return path.length === 1 ? 'A slightfile has' : `[[${path[0] ?? ''}]] has`;
}
