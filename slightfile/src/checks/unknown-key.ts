import { findConfig, keys } from '../catalogue.ts';
import type { Fix, Problem, TextEdit } from '../problem.ts';
import type { Table } from '../toml/tree.ts';
import type { Block, CheckContext } from './check.ts';
import { problem } from './check.ts';
import { addConfigs, insert, removeMember, renameKey } from './edits.ts';
import type { Place } from './structure.ts';
import { didYouMean, isSure, quote, suggest } from './words.ts';

/** A key that a slightfile does not have there. slight ignored it in silence. */
export function* unknownKey(context: CheckContext): Iterable<Problem> {
  const blocks = new Map(context.blocks.map((block) => [block.capability.table, block]));
  for (const place of context.structure.unknown) {
    const block = blocks.get(place.table);
    const key = place.path.at(-1) ?? '';
    if (block?.resource && findConfig(block.resource, key)) yield configOutside(context, block, place, key);
    else yield unknown(context, place, key);
  }
  for (const { capability } of context.blocks) {
    // in a 0.2 file, format-mismatch says it
    if (capability.format === '0.1' && context.version !== '0.2') yield* unread(context, capability.table);
  }
}

function unknown(context: CheckContext, { table, path, member }: Place, key: string): Problem {
  const suggestion = suggestionFor(table, path);
  const message = `${where(path)} no key ${quote(key)}, so it is ignored.${didYouMean(suggestion)}`;
  return problem('unknown-key', 'warning', member.key.span, message, [
    suggestion === undefined
      ? undefined
      : {
          title: `Change to ${suggestion}`,
          edits: renameKey(context.source, table, key, suggestion),
          preferred: isSure(key, suggestion),
        },
    removal(context, table, key),
  ]);
}

/** The key that was most likely meant, of those that the table does not have yet. */
export function suggestionFor({ members }: Table, path: readonly string[]): string | undefined {
  return suggest(
    path.at(-1) ?? '',
    siblings(path).filter((name) => !members.has(name)),
  );
}

/** `REDIS_ADDRESS = …` directly below `[[capability]]`. */
function configOutside(context: CheckContext, block: Block, place: Place, key: string): Problem {
  const fix: Fix = {
    title: `Put ${key} into the configs`,
    edits: moved(context, block, place, key),
    preferred: true,
  };
  const message = `${key} is a config and stands outside of [capability.configs], so it is ignored. Put it there.`;
  return problem('unknown-key', 'warning', place.member.key.span, message, [
    fix,
    removal(context, place.table, key),
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

/** The keys that are known beside this one. */
function siblings(path: readonly string[]): readonly string[] {
  const parent = path.slice(0, -1).filter((step) => !/^\d+$/.test(step));
  const depth = parent.length + 1;
  return Object.keys(keys)
    .map((known) => known.split('.'))
    .filter((known) => known.length === depth && parent.every((step, at) => known[at] === step))
    .map((known) => known.at(-1) ?? '');
}

function where(path: readonly string[]): string {
  return path.length === 1 ? 'A slightfile has' : `[[${path[0] ?? ''}]] has`;
}
