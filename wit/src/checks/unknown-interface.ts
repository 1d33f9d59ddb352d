import { fileName } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { Scopes } from '../scopes.ts';
import type { PlacedPath } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code, didYouMean } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';
import { rename } from '../fixes.ts';

/** A path to an interface or a world that its package does not have. */
export function* unknownInterface({ paths, scopes, legacy, suggest }: WitContext): Iterable<WitProblem> {
  for (const written of paths) {
    const { path, place, wants } = written;
    if (place.kind !== 'no-item') continue;
    const suggestion = suggest(path.name.value, () => candidates(scopes, written, legacy));
    const hint = didYouMean(suggestion, code);
    const fixes = [rename(path.name, suggestion)];
    if (legacy) {
      const message = `No file ${code(`${path.name.value}.wit`)} is beside this one.${hint}`;
      yield problem('unknown-interface', 'error', path.name.span, message, fixes);
      continue;
    }
    const what = wants === 'any' ? 'interface or world' : wants;
    const where = path.namespace ? ` in the package ${code(place.package.id ?? '')}` : ' in this package';
    const message = `No ${what} is called ${code(path.name.value)}${where}.${hint}`;
    yield problem('unknown-interface', 'error', path.name.span, message, fixes);
  }
}

/** What it may be, but for the file, the interface or the world that the path stands in itself. */
function candidates(scopes: Scopes, { place, wants, path, unit }: PlacedPath, legacy: boolean): string[] {
  if (place.kind !== 'no-item') return [];
  if (legacy) {
    return place.package.units.filter((one) => one !== unit).map(({ source }) => fileName(source.uri));
  }
  const around = unit.items.find(({ span }) => span.start <= path.span.start && path.span.end <= span.end);
  const there = [...scopes.items(place.package)].filter(([, { item }]) => item !== around);
  const fitting = there.flatMap(([name, { item }]) => (wants === 'any' || item.kind === wants ? [name] : []));
  return path.namespace ? fitting : [...fitting, ...scopes.topUses(unit).keys()];
}
