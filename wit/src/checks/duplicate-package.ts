import { code, list } from '@slight/text/words.ts';
import { idOf, spanOf } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { WitSource } from '../surroundings.ts';
import type { PackageName } from '../tree.ts';
import type { WitContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/** A package of one version that is below deps/ twice, or below deps/ and the folder itself (WIT.md, "Root Package"). */
export function* duplicatePackage({ source, surroundings, paths, legacy }: WitContext): Iterable<WitProblem> {
  const { deps } = surroundings;
  if (legacy || !deps) return;
  const own = surroundings.own.find(({ file }) => file.package)?.file.package;
  for (const [name, places] of placesOf(source, deps)) {
    const isOwn = own !== undefined && nameOf(own) === name;
    if (places.length < 2 && !isOwn) continue;
    const path = paths.find(
      ({ path: { namespace, package: of, version } }) =>
        namespace && of && nameOf({ namespace, name: of, ...(version && { version }) }) === name,
    )?.path;
    const span =
      path?.namespace && path.package
        ? spanOf({ namespace: path.namespace, name: path.package })
        : source.file.package?.span;
    if (!span) continue;
    const where = list([...(isOwn ? ['this folder'] : []), ...places.map((place) => code(`deps/${place}`))]);
    const message = `The package ${code(name)} is there more than once: in ${where}. Keep one of them.`;
    yield problem('duplicate-package', 'error', span, message);
  }
}

/** Each package below deps/, with the files and folders straight in it that are that package; not those of the source. */
function placesOf(source: WitSource, deps: readonly WitSource[]): ReadonlyMap<string, readonly string[]> {
  const base = baseOf(source.uri, deps);
  const found = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { uri, file } of deps) {
    if (!uri.startsWith(base) || !file.package || file.syntax !== 'component') continue;
    const steps = uri.slice(base.length).split('/');
    const [place = ''] = steps;
    const isSourceFolder = steps.length === 2 && source.uri.startsWith(`${base}${place}/`);
    if (steps.length > 2 || seen.has(place) || isSourceFolder || uri === source.uri) continue;
    seen.add(place);
    const name = nameOf(file.package);
    found.set(name, [...(found.get(name) ?? []), place]);
  }
  return found;
}

/** The deps/ folder: that beside the source, or the one that it is in. */
function baseOf(uri: string, deps: readonly WitSource[]): string {
  const beside = `${uri.slice(0, uri.lastIndexOf('/'))}/deps/`;
  return deps.some((each) => each.uri.startsWith(beside))
    ? beside
    : uri.slice(0, uri.lastIndexOf('/deps/') + '/deps/'.length);
}

function nameOf(name: Pick<PackageName, 'namespace' | 'name' | 'version'>): string {
  const id = idOf({ ...name, span: spanOf(name) });
  return name.version ? `${id}@${name.version.value}` : id;
}
