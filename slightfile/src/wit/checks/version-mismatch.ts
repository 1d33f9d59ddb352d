import { list } from '../../checks/words.ts';
import type { WitProblem } from '../problem.ts';
import type { Path } from '../tree.ts';
import type { WitContext } from './check.ts';
import { change, code, problem } from './check.ts';
import { unlessUnread } from './unread.ts';

/** A path that asks for a version that is not there; what it leads to is taken from the one that comes nearest. */
export function* versionMismatch({ paths, surroundings }: WitContext): Iterable<WitProblem> {
  const unless = unlessUnread(surroundings);
  for (const { path, place } of paths) {
    if (place.kind !== 'found' || !place.versions) continue;
    const id = `${path.namespace?.value ?? ''}:${path.package?.value ?? ''}`;
    const there = versionsThere(place.versions);
    const asked = path.version ? `not in ${code(path.version.value)}` : 'so that a version must be written';
    const message = place.block.unit.package.shipped
      ? `The package ${code(id)} is not in deps/${unless}. Slight knows it ${there}, ${asked}.`
      : `The package ${code(id)} is here ${there}, ${asked}${unless}.`;
    const fixes = place.versions.map((version) => {
      const text = version === undefined ? '' : `@${version}`;
      const title = version === undefined ? 'Remove the version' : `Change to ${version}`;
      return { ...change(versionSpan(path), text, title), preferred: place.versions?.length === 1 };
    });
    yield problem('version-mismatch', 'error', path.version?.span ?? path.span, message, fixes);
  }
}

/** `in version `1.0.0``, `in versions `1.0.0` and `2.0.0``, `without a version`. */
function versionsThere(versions: readonly (string | undefined)[]): string {
  const numbers = versions.filter((version) => version !== undefined).map((version) => code(version));
  const numbered = `in ${numbers.length === 1 ? 'version' : 'versions'} ${list(numbers)}`;
  if (numbers.length === 0) return 'without a version';
  return numbers.length === versions.length ? numbered : `${numbered}, and without one`;
}

/** The version with its `@`, or the place where it would stand. */
function versionSpan({ version, name }: Path): { start: number; end: number } {
  return { start: name.span.end, end: version?.span.end ?? name.span.end };
}
