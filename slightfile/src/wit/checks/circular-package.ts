import { circlesOf } from '../circles.ts';
import type { Package, Unit } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { Scopes } from '../scopes.ts';
import type { Path } from '../tree.ts';
import { pathsIn } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change, code, problem } from './check.ts';

/** Packages that need one another; a path into the package that it stands in is the smallest such circle. */
export function* circularPackage({ paths, scopes, units }: WitContext): Iterable<WitProblem> {
  if (!paths.some(({ path }) => path.namespace)) return;
  const packages = units.map((unit) => unit.package);
  const isCircle = circlesOf(packages, (each) =>
    each.units.flatMap((unit) => pathsIn(unit).flatMap(({ path }) => packageOf(scopes, path) ?? [])),
  );
  for (const { path, unit } of paths) {
    const other = packageOf(scopes, path);
    if (!other || !isCircle(unit.package, other)) continue;
    yield other === unit.package ? ownPath(path, unit) : circle(path, unit, other);
  }
}

function ownPath(path: Path, { package: { id = '' } }: Unit): WitProblem {
  const short = { start: path.span.start, end: path.name.span.start };
  const message = `${code(id)} is the package of this file: its own parts are named without it.`;
  const fix = change(short, '', `Remove \`${id}/\``);
  return problem('circular-package', 'error', path.span, message, path.version ? [] : [fix]);
}

function circle(path: Path, unit: Unit, other: Package): WitProblem {
  const message = `The packages ${code(unit.package.id ?? '')} and ${code(other.id ?? '')} need one another. Move what both need into a third one.`;
  return problem('circular-package', 'error', path.span, message);
}

function packageOf(scopes: Scopes, path: Path): Package | undefined {
  if (!path.namespace || !path.package) return undefined;
  const all = scopes.packages.named(`${path.namespace.value}:${path.package.value}`);
  return all.find(({ version }) => version === path.version?.value);
}
