import { code, list } from '@slight/text/words.ts';
import type { WitProblem } from '../problem.ts';
import type { Fix } from '@slight/text/problem.ts';
import { isReleaseOf, releasesOf } from '../releases.ts';
import type { Scopes } from '../scopes.ts';
import type { Path } from '../tree.ts';
import { isLater } from '../versions.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { problem } from '@slight/text/problem.ts';
import { unlessUnread } from '../unread.ts';

/** A path that asks for a version that is not there; what it leads to is taken from the one that comes nearest. */
export function* versionMismatch({ paths, surroundings, scopes }: WitContext): Iterable<WitProblem> {
  const unless = unlessUnread(surroundings);
  for (const { path, place } of paths) {
    if ((place.kind !== 'found' && place.kind !== 'unclaimed') || !place.versions) continue;
    const id = `${path.namespace?.value ?? ''}:${path.package?.value ?? ''}`;
    const span = path.version?.span ?? path.span;
    const fixes = fixesOf(path, id, scopes);
    if (place.kind === 'unclaimed') {
      const said = `Slight knows the package ${code(id)} ${versionsThere(place.versions, true)}, not in ${code(path.version?.value ?? '')}. If there is such a version, put its WIT below deps/.`;
      const others = fixes.map((fix) => ({ ...fix, preferred: false }));
      yield problem('version-mismatch', 'hint', span, said, others);
      continue;
    }
    const { shipped } = place.block.unit.package;
    const there = versionsThere(place.versions, shipped);
    const asked = path.version ? `not in ${code(path.version.value)}` : 'so that a version must be written';
    const message = shipped
      ? `The package ${code(id)} is not in deps/${unless}. Slight knows it ${there}, ${asked}.`
      : `The package ${code(id)} is here ${there}, ${asked}${unless}.`;
    yield problem('version-mismatch', 'error', span, message, fixes);
  }
}

/** A change to each version that has what the path names, the newest first. */
function fixesOf(path: Path, id: string, scopes: Scopes): readonly Fix[] {
  const versions = scopes.packages
    .named(id)
    .filter((each) => scopes.items(each).has(path.name.value))
    .map(({ version }) => version)
    .toSorted((one = '', other = '') => Number(isLater(other, one)) - Number(isLater(one, other)));
  return versions.map((version) => {
    const text = version === undefined ? '' : `@${version}`;
    const title = version === undefined ? 'Remove the version' : `Change to ${version}`;
    return change(
      versionSpan(path),
      text,
      path.version ? title : `Insert \`${text}\``,
      versions.length === 1,
    );
  });
}

/** `in version `1.0.0``, `in versions `1.0.0` and `2.0.0``, `without a version`. */
function versionsThere(versions: readonly (string | undefined)[], shipped: boolean): string {
  const numbers = versions.filter((version) => version !== undefined);
  if (numbers.length === 0) return 'without a version';
  const known = shipped ? ranges(numbers) : numbers.map((version) => code(version));
  const isOne = known.length === 1 && known[0] === code(numbers[0] ?? '');
  const numbered = `in ${isOne ? 'version' : 'versions'} ${list(known)}`;
  return versions.includes(undefined) ? `${numbered}, and without one` : numbered;
}

/** ``0.2.0` to `0.2.12``: of what slight ships, the earlier releases are known with the newest one. */
function ranges(versions: readonly string[]): readonly string[] {
  const newest = versions.filter((version) =>
    versions.every((other) => other === version || !isReleaseOf(other, version)),
  );
  return newest.map((version) => {
    const first = releasesOf(version).at(-1) ?? version;
    return first === version ? code(version) : `${code(first)} to ${code(version)}`;
  });
}

/** The version with its `@`, or the place where it would stand. */
function versionSpan({ version, name }: Path): { start: number; end: number } {
  return { start: name.span.end, end: version?.span.end ?? name.span.end };
}
