import { code, didYouMean, isSure } from '@slight/text/words.ts';
import { spanOf } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { problem } from '@slight/text/problem.ts';
import { unlessUnread } from '../unread.ts';

/** A path into a package that is not there. */
export function* unknownPackage({ paths, scopes, suggest, surroundings }: WitContext): Iterable<WitProblem> {
  const unless = unlessUnread(surroundings);
  for (const { path, place } of paths) {
    if (place.kind !== 'no-package' || !path.namespace || !path.package) continue;
    const all = scopes.packages.named(place.id);
    // the interface may be one of another version than those that are there
    if (all.length > 0) {
      const message = all.some(({ shipped }) => shipped)
        ? `The package ${code(place.id)} is not in deps/${unless}, and no version of it that Slight knows has ${code(path.name.value)}.`
        : `${code(path.name.value)} is not in the version of ${code(place.id)} that is here, and the version that is asked for is not${unless}. Put that below deps/, or ask for the one that is here.`;
      yield problem('unknown-package', 'error', path.span, message);
      continue;
    }
    const span = spanOf({ namespace: path.namespace, name: path.package });
    const version = path.version ? `@${path.version.value}` : '';
    const elsewhere = surroundings.elsewhere?.get(`${place.id}${version}`);
    if (elsewhere) {
      const message = `The package ${code(place.id)} is not in deps/${unless}. It is in ${code(elsewhere.place)}: copy it from there.`;
      yield { ...problem('unknown-package', 'error', span, message), copies: elsewhere.copies };
      continue;
    }
    const ids = () => [...new Set([...scopes.packages.ids(), ...(surroundings.known ?? [])])];
    const suggestion = suggest(dotted(place.id), () => ids().map(dotted))?.replaceAll('.', ':');
    const remedy =
      suggestion !== undefined
        ? didYouMean(suggestion, code)
        : unless === ''
          ? ' Put its WIT below deps/.'
          : ' Make that file again, or put its WIT below deps/.';
    const fix =
      suggestion === undefined
        ? undefined
        : change(span, suggestion, undefined, isSure(dotted(place.id), dotted(suggestion)));
    const message = `The package ${code(place.id)} is not here${unless}.${remedy}`;
    yield problem('unknown-package', 'error', span, message, [fix]);
  }
}

/** With dots, for namespaces and names to be compared each by itself. */
function dotted(id: string): string {
  return id.replaceAll(':', '.');
}
