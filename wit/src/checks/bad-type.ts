import type { WitProblem } from '../problem.ts';
import type { Primitive, Type } from '../tree.ts';
import { typesIn, visitType } from '../walk.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** Flags are a number of 32 bits. */
const maxFlags = 32;

/** Names for names: more than anyone writes. */
const maxAliases = 20;

const notKeys: readonly Primitive[] = ['f32', 'f64', 'error-context'];

/** A type that can be written and not be had: too many flags, a map with keys that nothing can be found by. */
export function* badType({ blocks, scopes, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const block of blocks) {
    for (const item of block.items) {
      if (item.kind === 'flags' && item.flags.length > maxFlags) {
        const message = `${code(item.name.value)} has ${item.flags.length} flags. At most ${maxFlags} are possible: divide them among two types.`;
        yield problem('bad-type', 'error', item.name.span, message);
      }
      const inner: Type[] = [];
      for (const type of typesIn(item)) visitType(type, (each) => void inner.push(each));
      for (const type of inner) {
        if (type.kind === 'tuple' && type.items.length === 0) {
          yield problem('bad-type', 'error', type.span, 'A tuple needs at least one type in it.');
        } else if (type.kind === 'map' && !mayBeKey(type.key)) yield badKey(scopes, block, type.key);
      }
    }
  }
}

function badKey(scopes: Scopes, block: Block, key: Type): WitProblem {
  const meant = key.kind === 'name' ? primitiveOf(scopes, block, key.name.value) : undefined;
  const message = meant
    ? `A map's keys are written out: ${code(meant)}, not a name for it.`
    : "A map's keys are whole numbers (`u8` to `s64`), `bool`, `char` or `string`.";
  return problem('bad-type', 'error', key.span, message, [meant && change(key.span, meant)]);
}

/** The primitive that may be a key and that a name stands for, by whatever other names. */
function primitiveOf(scopes: Scopes, block: Block, name: string): Primitive | undefined {
  for (let [at, of, left] = [block, name, maxAliases]; left > 0; left -= 1) {
    const meaning = scopes.named(at, of);
    if (typeof meaning !== 'object' || meaning.item.kind !== 'alias') return undefined;
    const { type } = meaning.item;
    if (type.kind === 'primitive' && mayBeKey(type)) return type.name;
    if (type.kind !== 'name') return undefined;
    [at, of] = [meaning.block, type.name.value];
  }
  return undefined;
}

function mayBeKey(type: Type): boolean {
  // not even a name for one of them (WIT.md, "Types": `kt`)
  return type.kind === 'primitive' ? !notKeys.includes(type.name) : type.kind === 'missing';
}
