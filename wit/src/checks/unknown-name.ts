import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Include, Use } from '../tree.ts';
import { worldNames } from '../world-names.ts';
import type { WitContext } from './check.ts';
import { code, didYouMean } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';
import { rename } from '../fixes.ts';

/** A name that is used from an interface which has no such type, or renamed in a world which has no such name. */
export function* unknownName(context: WitContext): Iterable<WitProblem> {
  for (const block of context.blocks) {
    for (const item of block.items) {
      if (item.kind === 'use') yield* inUse(context, block, item);
      else if (item.kind === 'include') yield* inInclude(context, block, item);
    }
  }
}

function* inUse({ scopes, suggest }: WitContext, block: Block, { from, names }: Use): Iterable<WitProblem> {
  const place = scopes.place(from, block.unit);
  if (names === '*' || place.kind !== 'found' || place.block.kind === 'world') return;
  // of a version that is not there, the names are not known
  if (place.versions) return;
  for (const { name } of names) {
    if (name.value === '') continue;
    const meaning = scopes.named(place.block, name.value);
    if (meaning === undefined) {
      const suggestion = suggest(name.value, () => scopes.namesIn(place.block));
      const message = `${code(from.name.value)} has no type ${code(name.value)}.${didYouMean(suggestion, code)}`;
      yield problem('unknown-name', 'error', name.span, message, [rename(name, suggestion)]);
    } else if (meaning !== 'unknown' && meaning.item.kind === 'func') {
      const message = `${code(name.value)} is a function of ${code(from.name.value)}. Only types can be used.`;
      yield problem('unknown-name', 'error', name.span, message);
    }
  }
}

function* inInclude({ scopes, suggest }: WitContext, block: Block, item: Include): Iterable<WitProblem> {
  const place = scopes.place(item.path, block.unit);
  if (place.kind !== 'found' || place.versions || item.with.length === 0) return;
  if (place.block.kind !== 'world') return;
  const names = worldNames(scopes, place.block);
  if (!names.complete) return;
  for (const { name } of item.with) {
    if (name.value === '' || names.find(name.value)) continue;
    const suggestion = suggest(name.value, () => names.names.map(({ value }) => value));
    const message = `${code(item.path.name.value)} imports and exports nothing under the name ${code(name.value)}.${didYouMean(suggestion, code)}`;
    yield problem('unknown-name', 'error', name.span, message, [rename(name, suggestion)]);
  }
}
