import type { CapabilityKind, Resource } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { insert, lineAfter, removeTable, replaceText } from '../edits/edits.ts';
import { isMisspelled, isSurelyMissing } from '../meant/misspelled.ts';
import { freeName } from '../kin.ts';

/** A capability that does not say what the guest opens, or says nothing by it, or a secret without a name. */
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
  yield* emptyNames(context);
  for (const { table, path, key } of context.structure.missing) {
    if (path[0] !== 'secret_settings' || key !== 'name' || !isSurelyMissing(context, table, key)) continue;
    const message = 'This secret has no name, so nothing can read it. Give it one, or remove it.';
    yield problem('missing-name', 'error', table.span, message, [
      { title: 'Remove this secret, which nothing can read', edits: removeTable(context.source, table) },
    ]);
  }
}

/** Slight runs such a file, and so it is no error. Of two of a kind, the second is duplicate-name's. */
function* emptyNames(context: CheckContext): Iterable<Problem> {
  const told = new Set<CapabilityKind>();
  for (const { capability, resource } of context.blocks) {
    const { format, name } = capability;
    if (format === '0.1' || name?.value !== '' || !resource || told.has(resource.capability)) continue;
    told.add(resource.capability);
    const message =
      'This name is empty, so that this serves only a guest that opens "". Write the name that the guest opens, or "*" for whatever it opens.';
    yield problem('missing-name', 'warning', name.span, message, [fill(context, name, resource)]);
  }
}

function fill(context: CheckContext, name: Text, { capability: kind }: Resource): Fix {
  const given = freeName(context.kin, kind, isAlone(context, kind));
  return { title: `Name it "${given}"`, edits: [replaceText(name, given)], preferred: true };
}

function isAlone(context: CheckContext, kind: CapabilityKind): boolean {
  return (context.kin.get(kind)?.blocks.length ?? 0) <= 1;
}

function fix(context: CheckContext, { capability, resource }: Block) {
  const placed = context.source.entryAt(capability.table.members.get('resource')?.key.span.start ?? -1);
  if (!placed) return undefined;
  const kind = resource?.capability ?? 'keyvalue';
  const line = `name = "${freeName(context.kin, kind, isAlone(context, kind))}"`;
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
