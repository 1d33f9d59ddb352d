import { circlesOf } from '../circles.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import { isType } from '../meaning.ts';
import type { Item, Name, TypeItem } from '../tree.ts';
import { typesIn, visitNames } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** A type that contains itself. A resource may: it is a handle, whose functions only mention types. */
export function* circularType({ blocks, scopes }: WitContext): Iterable<WitProblem> {
  for (const block of blocks) {
    const parts = new Map(block.items.filter(isValue).map((item) => [item, partsOf(scopes, block, item)]));
    const isCircle = circlesOf(parts.keys(), (item) => (parts.get(item) ?? []).map((part) => part.item));
    for (const [item, names] of parts) {
      for (const { item: part, name } of names) {
        if (!isCircle(item, part)) continue;
        const by = item === part ? '' : ` by way of ${code(item.name.value)}`;
        const message = `${code(part.name.value)} contains itself${by}. WIT has no recursive types; a resource can stand for one.`;
        yield problem('circular-type', 'error', name.span, message);
      }
    }
  }
}

function isValue(item: Item): item is TypeItem {
  return isType(item) && item.kind !== 'resource';
}

/** The types of the same block that a type is made of. */
function partsOf(scopes: Scopes, block: Block, item: TypeItem): readonly { item: TypeItem; name: Name }[] {
  const found: { item: TypeItem; name: Name }[] = [];
  for (const type of typesIn(item)) {
    visitNames(type, (name) => {
      const meaning = scopes.named(block, name.value);
      if (typeof meaning !== 'object' || meaning.block !== block) return;
      if (isValue(meaning.item)) found.push({ item: meaning.item, name });
    });
  }
  return found;
}
