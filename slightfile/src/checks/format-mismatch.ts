import { spellingOf } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { lineAfter, replaceText } from '../edits/edits.ts';
import { freeName } from '../kin.ts';
import { swapped } from '../meant/swapped.ts';
import { quote } from '@slight/text/words.ts';

/** A 0.1 capability in a 0.2 file, or the reverse. */
export function* formatMismatch(context: CheckContext): Iterable<Problem> {
  const { version, slightfile } = context;
  if (version === undefined) return;
  const other = version === '0.1' ? '0.2' : '0.1';
  const all = context.blocks.every(({ capability }) => capability.format === other);
  const change: Fix | undefined = slightfile.specversion && {
    title: `Change specversion to "${other}"`,
    edits: [replaceText(slightfile.specversion, other)],
    ...(all && { preferred: true }),
  };
  for (const block of context.blocks) {
    const { capability } = block;
    // unknown-resource says it
    if (version === '0.2' && swapped(capability)) continue;
    const place = capability.resource?.span ?? capability.header;
    if (capability.format === '0.2' && version === '0.1') {
      const message =
        'This capability has a resource, which is the 0.2 format, and the file says specversion = "0.1". Change the specversion to "0.2".';
      yield problem('format-mismatch', 'error', place, message, [change]);
    } else if (capability.format === '0.1' && version === '0.2') {
      const message = `This capability is in the 0.1 format, and the file says specversion = "0.2". Write resource = ${quote(capability.resource?.value ?? '')}, and as its name what the guest opens.`;
      yield problem('format-mismatch', 'error', place, message, [
        toResource(context, block, !all),
        all ? change : undefined,
      ]);
    } else if (version === '0.2' && capability.name && namesResource(capability.name.value)) {
      const message = `The name ${quote(capability.name.value)} is that of a resource, so slight takes this capability for one of the 0.1 format. Give it another name.`;
      yield problem('format-mismatch', 'error', capability.name.span, message, [rename(context, block)]);
    }
  }
}

/** Names that slight's parser took for a resource; those that are gone it did not. */
function namesResource(name: string): boolean {
  const spelling = spellingOf(name);
  return spelling !== undefined && spelling !== 'gone';
}

/** `name = "keyvalue.redis"` → `resource = "keyvalue.redis"` and a name. */
function toResource(context: CheckContext, block: Block, preferred: boolean): Fix | undefined {
  const key = block.capability.table.members.get('name')?.key;
  const placed = key && context.source.entryAt(key.span.start);
  if (!placed || placed.inline) return undefined;
  return {
    title: 'Make it a 0.2 capability',
    edits: [
      { span: key.span, text: 'resource' },
      lineAfter(context.source, placed.entry.span.end, `name = "${name(context, block)}"`),
    ],
    ...(preferred && { preferred }),
  };
}

function rename(context: CheckContext, block: Block): Fix | undefined {
  const { name: text } = block.capability;
  if (!text) return undefined;
  const to = name(context, block);
  return { title: `Change the name to "${to}"`, edits: [replaceText(text, to)] };
}

function name({ kin }: CheckContext, { resource }: Block): string {
  const kind = resource?.capability ?? 'keyvalue';
  return freeName(kin, kind, (kin.get(kind)?.blocks.length ?? 0) <= 1);
}
