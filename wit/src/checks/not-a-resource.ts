import type { WitProblem } from '../problem.ts';
import type { Meaning } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { Type } from '../tree.ts';
import { typesIn, visitType } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** `own<…>` or `borrow<…>` of what is no resource. */
export function* notAResource({ blocks, scopes, source }: WitContext): Iterable<WitProblem> {
  for (const block of blocks) {
    const handles: Handle[] = [];
    for (const item of block.items) {
      for (const type of typesIn(item)) {
        visitType(type, (each) => {
          if (each.kind === 'own' || each.kind === 'borrow') handles.push(each);
        });
      }
    }
    for (const { kind, resource, span } of handles) {
      const meaning = scopes.named(block, resource.value);
      // a function is unknown-type's
      if (typeof meaning !== 'object' || meaning.item.kind === 'func' || mayBeResource(scopes, meaning))
        continue;
      const name = source.text.slice(resource.span.start, resource.span.end);
      const message = `${code(resource.value)} is no resource, so there is nothing to ${kind}. Write the type alone.`;
      yield problem('not-a-resource', 'error', resource.span, message, [change(span, name)]);
    }
  }
}

type Handle = Extract<Type, { kind: 'own' | 'borrow' }>;

/** Aliases of aliases: more than anyone writes. */
const maxAliases = 100;

/** True for a resource, for another name of one, and where that is not known. */
function mayBeResource(scopes: Scopes, meaning: Meaning): boolean {
  let { item, block } = meaning;
  for (let left = maxAliases; left > 0; left -= 1) {
    if (item.kind === 'resource') return true;
    if (item.kind !== 'alias') return false;
    if (item.type.kind !== 'name') return item.type.kind === 'missing';
    const next = scopes.named(block, item.type.name.value);
    if (typeof next !== 'object') return true;
    ({ item, block } = next);
  }
  return true;
}
