import { circlesOf } from '../circles.ts';
import type { Package, Unit } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { Scopes } from '../scopes.ts';
import type { Path } from '../tree.ts';
import { pathsIn } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/**
 * Packages that need one another; a path into the package that it stands in is the smallest such circle. A circle of other
 * packages is told where the file needs one of them, or what leads to them.
 */
export function* circularPackage({ paths, scopes, units }: WitContext): Iterable<WitProblem> {
  if (!paths.some(({ path }) => path.namespace)) return;
  const steps = new Map<Package, readonly Package[]>();
  const stepsFrom = (from: Package): readonly Package[] => {
    const known = steps.get(from) ?? neededBy(scopes, from);
    steps.set(from, known);
    return known;
  };
  const isCircle = circlesOf(
    units.map((unit) => unit.package),
    stepsFrom,
  );
  const seen = new Set(units.map((unit) => unit.package));
  for (const { path, unit } of paths) {
    const other = packageOf(scopes, path);
    if (!other) continue;
    if (isCircle(unit.package, other)) {
      yield other === unit.package ? ownPath(path, unit) : circle(path, unit.package, other);
      continue;
    }
    for (const [one, another] of circlesFrom(other, seen, stepsFrom, isCircle))
      yield circle(path, one, another);
  }
}

function neededBy(scopes: Scopes, { units }: Package): readonly Package[] {
  const found = units.flatMap((unit) => pathsIn(unit).flatMap(({ path }) => packageOf(scopes, path) ?? []));
  return [...new Set(found)];
}

/** Of each circle that a package leads to, two neighbours. What has been seen is not gone through again. */
function circlesFrom(
  first: Package,
  seen: Set<Package>,
  stepsFrom: (from: Package) => readonly Package[],
  isCircle: (from: Package, to: Package) => boolean,
): readonly (readonly [Package, Package])[] {
  const found: (readonly [Package, Package])[] = [];
  const told = new Set<Package>();
  const queue = seen.has(first) ? [] : [first];
  seen.add(first);
  for (const from of queue) {
    for (const to of stepsFrom(from)) {
      if (isCircle(from, to) && !told.has(from)) {
        found.push([from, to]);
        told.add(to);
      }
      if (isCircle(from, to)) told.add(to);
      if (!seen.has(to)) queue.push(to);
      seen.add(to);
    }
  }
  return found;
}

function ownPath(path: Path, { package: { id = '' } }: Unit): WitProblem {
  const short = { start: path.span.start, end: path.name.span.start };
  const message = `${code(id)} is the package of this file: its own parts are named without it.`;
  const fix = change(short, '', `Remove \`${id}/\``);
  return problem('circular-package', 'error', path.span, message, path.version ? [] : [fix]);
}

function circle(path: Path, one: Package, other: Package): WitProblem {
  const message =
    one === other
      ? `The package ${code(one.id ?? '')} below deps/ needs itself.`
      : `The packages ${code(one.id ?? '')} and ${code(other.id ?? '')} need one another. Move what both need into a third one.`;
  return problem('circular-package', 'error', path.span, message);
}

function packageOf(scopes: Scopes, path: Path): Package | undefined {
  if (!path.namespace || !path.package) return undefined;
  const all = scopes.packages.named(`${path.namespace.value}:${path.package.value}`);
  return all.find(({ version }) => version === path.version?.value);
}
