import type { WitProblem } from '../problem.ts';
import type { Primitive, Type } from '../tree.ts';
import { typesIn, visitType } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code, problem } from './check.ts';

/** Flags are a number of 32 bits. */
const maxFlags = 32;

const notKeys: readonly Primitive[] = ['f32', 'f64', 'error-context'];

/** A type that can be written and not be had: too many flags, a map with keys that nothing can be found by. */
export function* badType({ blocks, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const item of blocks.flatMap(({ items }) => items)) {
    if (item.kind === 'flags' && item.flags.length > maxFlags) {
      const message = `${code(item.name.value)} has ${item.flags.length} flags. At most ${maxFlags} are possible.`;
      yield problem('bad-type', 'error', item.name.span, message);
    }
    const inner: Type[] = [];
    for (const type of typesIn(item)) visitType(type, (each) => void inner.push(each));
    for (const type of inner) {
      if (type.kind === 'tuple' && type.items.length === 0) {
        yield problem('bad-type', 'error', type.span, 'A tuple needs at least one type in it.');
      } else if (type.kind === 'map' && !mayBeKey(type.key)) {
        const message = 'The keys of a map are whole numbers, `bool`, `char` or `string`.';
        yield problem('bad-type', 'error', type.key.span, message);
      }
    }
  }
}

function mayBeKey(type: Type): boolean {
  // a name may be another one's of such a type
  if (type.kind === 'primitive') return !notKeys.includes(type.name);
  return type.kind === 'name' || type.kind === 'missing';
}
