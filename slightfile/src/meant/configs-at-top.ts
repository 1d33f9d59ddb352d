import type { Fix, TextEdit } from '@slight/text/problem.ts';
import { problem } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Block } from '../block.ts';
import type { Source } from '../edits/source.ts';
import { removeMember } from '../edits/edits.ts';
import type { Place } from '../structure.ts';

/**
 * `[configs]` where `[capability.configs]` is meant, which belongs to the capability above it; a rule of unknown-key.
 * Undefined for every other key.
 */
export function configsAtTop(
  { blocks, source }: { readonly blocks: readonly Block[]; readonly source: Source },
  { table, path, member }: Place,
): Problem | undefined {
  const [key, ...below] = path;
  if ((key !== 'configs' && key !== 'config') || below.length > 0) return undefined;
  const start = member.key.span.start;
  const { capability } = blocks.findLast((block) => block.capability.header.start < start) ?? {};
  const remove: Fix = { title: `Remove ${key}`, edits: removeMember(source, table, key) };
  if (!capability) {
    const message = `${key} belongs to no capability, so it is ignored. Write it as [capability.configs] after the [[capability]] that it is for.`;
    return problem('unknown-key', 'warning', member.key.span, message, [remove]);
  }
  if (capability.format === '0.1') return undefined;
  if (capability.table.members.has('configs')) {
    const message = `${key} belongs to no capability, so it is ignored. The [[capability]] above it has its configs already: put these among them.`;
    return problem('unknown-key', 'warning', member.key.span, message, [remove]);
  }
  const message = `${key} belongs to no capability, so it is ignored. Write [capability.configs], which belongs to the [[capability]] above it.`;
  const fix = { title: 'Write [capability.configs]', edits: renamed(source, member), preferred: true };
  return problem('unknown-key', 'warning', member.key.span, message, [fix, remove]);
}

/** Of one header, also with the brackets of a list; of several that would be one table twice, nothing. */
function renamed(source: Source, { value }: Place['member']): readonly TextEdit[] {
  const [table, ...more] = value.kind === 'table-array' ? value.tables : [value];
  const header = table.kind === 'table' && more.length === 0 ? source.sectionOf(table)?.header : undefined;
  if (!header?.closed || header.key.parts.length > 1) return [];
  return [{ span: header.span, text: '[capability.configs]' }];
}
