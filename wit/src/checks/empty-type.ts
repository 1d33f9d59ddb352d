import type { WitProblem } from '../problem.ts';
import type { Item } from '../tree.ts';
import { isType } from '../meaning.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** A record, variant, enum or flags with nothing in it. */
export function* emptyType({ blocks, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const { items } of blocks) {
    for (const item of items) {
      const what = missingIn(item);
      if (what === undefined || !isType(item)) continue;
      const message = `${code(item.name.value)} needs at least one ${what}.`;
      yield problem('empty-type', 'error', item.name.span, message);
    }
  }
}

/** What a type has none of. */
function missingIn(item: Item): string | undefined {
  if (item.kind === 'record') return item.fields.length === 0 ? 'field' : undefined;
  if (item.kind === 'flags') return item.flags.length === 0 ? 'flag' : undefined;
  if (item.kind === 'variant' || item.kind === 'enum') return item.cases.length === 0 ? 'case' : undefined;
  return undefined;
}
