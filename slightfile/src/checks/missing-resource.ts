import type { Problem } from '../problem.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { lineAfter } from '../edits/edits.ts';
import { isMisspelled } from '../meant/misspelled.ts';
import { freeName } from '../kin.ts';

/** A capability that does not say what serves it. */
export function* missingResource(context: CheckContext): Iterable<Problem> {
  for (const block of context.blocks) {
    const { table, format, header } = block.capability;
    const key = format === '0.1' ? 'name' : 'resource';
    const { misspelled } = context;
    if (block.unfinished || table.members.has(key) || isMisspelled(misspelled, table, key)) continue;
    const nameToo =
      format === '0.2' && !table.members.has('name') && !isMisspelled(misspelled, table, 'name');
    const message =
      format === '0.1'
        ? 'This capability does not say what serves it. In the 0.1 format that is its name, such as name = "keyvalue.filesystem".'
        : `This capability does not say what serves it${nameToo ? ', nor what the guest opens' : ''}. Give it a resource, such as "keyvalue.filesystem"${nameToo ? ', and a name' : ''}.`;
    yield problem('missing-resource', 'error', header, message, [fix(context, block, key, nameToo)]);
  }
}

function fix(context: CheckContext, { capability }: Block, key: string, nameToo: boolean) {
  const { source } = context;
  const section = source.sectionOf(capability.table);
  if (!section?.header) return undefined;
  const at = section.header.span.start;
  const name = nameToo
    ? [lineAfter(source, at, `name = "${freeName(context.kin, 'keyvalue', !context.kin.has('keyvalue'))}"`)]
    : [];
  const line = `${key} = "keyvalue.filesystem"`;
  return { title: `Add ${line}`, edits: [lineAfter(source, at, line), ...name] };
}
