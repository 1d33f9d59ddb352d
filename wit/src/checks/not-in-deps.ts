import type { Package } from '../packages.ts';
import { spanOf } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { Scopes } from '../scopes.ts';
import { pathsIn } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';
import { unlessUnread } from '../unread.ts';

/** A package that is known though the folder lacks it; told where the file names it first. */
export function* notInDeps({ paths, scopes, surroundings }: WitContext): Iterable<WitProblem> {
  const told = new Set<Package>();
  for (const { path, place } of paths) {
    if (place.kind !== 'found' || place.versions || !path.namespace || !path.package) continue;
    const of = place.block.unit.package;
    if (!of.shipped || told.has(of)) continue;
    told.add(of);
    const span = spanOf({ namespace: path.namespace, name: path.package });
    const message = `${code(nameOf(of))} is not in deps/${unlessUnread(surroundings)}. Slight knows it, but tools that make bindings look for it there.`;
    yield {
      ...problem('not-in-deps', 'hint', span, message),
      copies: withNeeded(of, scopes).map(({ id, version, units }) => ({
        name: nameOf({ id, version }),
        sources: units.map(({ source }) => source),
      })),
    };
  }
}

/** A package, and all others that deps/ lacks for it. */
function withNeeded(of: Package, scopes: Scopes): readonly Package[] {
  const found = new Set([of]);
  // a set also gives what is added to it meanwhile
  for (const each of found) {
    for (const { path, unit } of each.units.flatMap((one) => pathsIn(one))) {
      const place = path.namespace ? scopes.place(path, unit) : undefined;
      if (place?.kind === 'found' && place.block.unit.package.shipped) found.add(place.block.unit.package);
    }
  }
  return [...found];
}

function nameOf({ id = '', version }: Pick<Package, 'id' | 'version'>): string {
  return version === undefined ? id : `${id}@${version}`;
}
