import type { Problem } from '../problem.ts';
import type { Block, CheckContext } from './check.ts';
import { problem } from './check.ts';
import { insert, lineAfter, removeTable } from './edits.ts';
import { isMisspelled, isSurelyMissing } from './misspelled.ts';
import { freeName } from './names.ts';

/** A capability that does not say what the guest opens, or a secret without a name. */
export function* missingName(context: CheckContext): Iterable<Problem> {
  for (const block of context.blocks) {
    const { table, format, header, resource } = block.capability;
    const nothing = !table.members.has('resource');
    if (block.unfinished || format === '0.1' || nothing || table.members.has('name')) continue;
    if (isMisspelled(context.misspelled, table, 'name')) continue;
    const message =
      'This capability does not say what the guest opens. Give it a name: the one that the guest opens, or "*" for whatever it opens.';
    yield problem('missing-name', 'error', header, message, [resource && fix(context, block)]);
  }
  for (const { table, path, key } of context.structure.missing) {
    if (path[0] !== 'secret_settings' || key !== 'name' || !isSurelyMissing(context, table, key)) continue;
    const message = 'This secret has no name, so nothing can read it. Give it one, or remove it.';
    yield problem('missing-name', 'error', table.span, message, [
      { title: 'Remove this secret, which nothing can read', edits: removeTable(context.source, table) },
    ]);
  }
}

function fix(context: CheckContext, { capability, resource }: Block) {
  const placed = context.source.entryAt(capability.table.members.get('resource')?.key.span.start ?? -1);
  if (!placed) return undefined;
  const kind = resource?.capability ?? 'keyvalue';
  const alone = (context.kin.get(kind)?.blocks.length ?? 0) <= 1;
  const line = `name = "${freeName(context.kin, kind, alone)}"`;
  return {
    title: `Add ${line}`,
    edits: [
      placed.inline
        ? insert(placed.entry.span.end, `, ${line}`)
        : lineAfter(context.source, placed.entry.span.end, line),
    ],
    preferred: true,
  };
}
