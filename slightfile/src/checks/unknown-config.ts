import { findConfig } from '../catalogue.ts';
import type { Resource } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import { isBelowHeader } from '../meant/below-header.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { removeMember, renameKey } from '../edits/edits.ts';
import { misspelledConfigs } from '../meant/misspelled.ts';
import { didYouMean, isSure, list, quote } from '@slight/text/words.ts';
import { tableOf } from '../toml/tree.ts';

/** A config that the resource does not have. slight ignored it in silence. */
export function* unknownConfig(context: CheckContext): Iterable<Problem> {
  const { blocks, source } = context;
  for (const block of blocks) {
    const { capability, resource } = block;
    if (!resource || capability.format === '0.1') continue;
    const member = capability.table.members.get('configs');
    const table = member && tableOf(member.value);
    if (!table) continue;
    const meant = misspelledConfigs(block);
    for (const { key, keySpan, node } of capability.configs) {
      if (findConfig(resource, key) || node.kind === 'missing' || isBelowHeader(context, keySpan)) continue;
      const suggestion = meant.get(key);
      const message = `${resource.id} has no config ${quote(key)}, so it is ignored.${
        suggestion === undefined ? has(resource) : didYouMean(suggestion)
      }`;
      yield problem('unknown-config', 'warning', keySpan, message, [
        suggestion === undefined
          ? undefined
          : {
              title: `Change to ${suggestion}`,
              edits: renameKey(source, table, key, suggestion),
              preferred: isSure(key, suggestion),
            },
        { title: `Remove ${quote(key)}`, edits: removeMember(source, table, key) },
      ]);
    }
  }
}

function has({ configs }: Resource): string {
  return configs.length === 0 ? ' It needs none.' : ` It has ${list(configs.map(({ key }) => key))}.`;
}
