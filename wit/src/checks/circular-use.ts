import { circlesOf } from '../circles.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { Path } from '../tree.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** Interfaces that use one another in a circle, worlds that include one another. */
export function* circularUse({ blocks, scopes, legacy }: WitContext): Iterable<WitProblem> {
  // legacy files may use one another: names are looked up one by one
  if (legacy) return;
  const isCircle = circlesOf(blocks, (block) => stepsOf(scopes, block).map(({ to }) => to));
  for (const block of blocks) {
    for (const { to, path } of stepsOf(scopes, block)) {
      if (!isCircle(block, to)) continue;
      const name = block.name?.value ?? '';
      const message =
        block.kind === 'world'
          ? `${code(name)} includes itself by way of ${code(path.name.value)}. Remove one of the \`include\`s.`
          : `${code(name)} depends on itself by way of ${code(path.name.value)}. Move what both need into an interface of its own.`;
      yield problem('circular-use', 'error', path.span, message);
    }
  }
}

function stepsOf(scopes: Scopes, { items, unit }: Block): readonly { to: Block; path: Path }[] {
  return items.flatMap((item) => {
    const path = item.kind === 'use' ? item.from : item.kind === 'include' ? item.path : undefined;
    if (!path) return [];
    const place = scopes.place(path, unit);
    // a circle of packages is another problem
    if (place.kind !== 'found' || place.block.unit.package !== unit.package) return [];
    return [{ to: place.block, path }];
  });
}
