import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { ImportExport } from '../tree.ts';
import { worldNames } from '../world-names.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** What a world imports twice, or exports twice: an interface by its path, or two things under one name. */
export function* worldConflict({ blocks, scopes }: WitContext): Iterable<WitProblem> {
  for (const block of blocks) {
    if (block.kind !== 'world') continue;
    yield* underNames(scopes, block);
    yield* byPaths(scopes, block);
  }
}

function* underNames(scopes: Scopes, world: Block): Iterable<WitProblem> {
  const seen = { import: new Set<string>(), export: new Set<string>() };
  const { names } = worldNames(scopes, world);
  const isOwn = ({ from, value }: (typeof names)[number]): boolean => from.value === value;
  // what the world itself says comes first, wherever it stands
  for (const each of [...names.filter(isOwn), ...names.filter((name) => !isOwn(name))]) {
    if (each.value === '') continue;
    const key = each.value.toLowerCase();
    if (seen[each.direction].has(key)) {
      const there = each.direction === 'import' ? 'imported or declared' : 'exported';
      const own = `The name ${code(each.value)} is ${there} here already. Give one of the two another name.`;
      const included = `${code(each.from.value)} brings ${code(each.value)}, which is ${there} here already. Rename it with \`with { ${each.value} as … }\`.`;
      yield problem('world-conflict', 'error', each.from.span, isOwn(each) ? own : included);
    }
    seen[each.direction].add(key);
  }
}

function* byPaths(scopes: Scopes, { items, unit }: Block): Iterable<WitProblem> {
  const seen = { import: new Set<Block>(), export: new Set<Block>() };
  const unnamed = items.filter(
    (item): item is ImportExport => (item.kind === 'import' || item.kind === 'export') && !item.name,
  );
  for (const { kind, target } of unnamed) {
    if (target.kind !== 'path') continue;
    const place = scopes.place(target.path, unit);
    if (place.kind !== 'found') continue;
    if (seen[kind].has(place.block)) {
      const message = `${code(target.path.name.value)} is ${kind}ed here already. Remove one of the two.`;
      yield problem('world-conflict', 'error', target.path.span, message);
    }
    seen[kind].add(place.block);
  }
}
