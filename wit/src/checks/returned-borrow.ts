import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { Func, Type, TypeItem } from '../tree.ts';
import { signaturesOf, typesIn, visitType } from '../walk.ts';
import type { WitContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/** A function that gives a borrowed handle away, which nobody could give back. */
export function* returnedBorrow({ blocks, scopes, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  const borrowers = new Borrowers(scopes);
  for (const block of blocks) {
    for (const { type } of signaturesOf(block)) {
      if (!type.result || !borrowers.includes(type.result, block)) continue;
      const message = 'A function cannot return what holds a `borrow`. Return the resource itself.';
      yield problem('returned-borrow', 'error', type.result.span, message);
    }
  }
}

/** Types within types: more than anyone writes, and far from the end of the stack. */
const maxDepth = 100;

/** Which types hold a `borrow`, each looked at once. */
class Borrowers {
  readonly #scopes: Scopes;
  readonly #known = new Map<TypeItem | Func, boolean>();
  #depth = 0;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  includes(type: Type, block: Block): boolean {
    let found = false;
    visitType(type, (each) => {
      if (each.kind === 'borrow') found = true;
      else if (each.kind === 'name') found ||= this.#named(each.name.value, block);
    });
    return found;
  }

  #named(name: string, block: Block): boolean {
    const meaning = this.#scopes.named(block, name);
    if (typeof meaning !== 'object' || meaning.item.kind === 'resource' || meaning.item.kind === 'func') {
      return false;
    }
    const known = this.#known.get(meaning.item);
    if (known !== undefined) return known;
    if (this.#depth >= maxDepth) return false;
    // what contains itself is no borrow by that
    this.#known.set(meaning.item, false);
    this.#depth += 1;
    const found = typesIn(meaning.item).some((type) => this.includes(type, meaning.block));
    this.#depth -= 1;
    this.#known.set(meaning.item, found);
    return found;
  }
}
