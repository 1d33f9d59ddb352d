import { definitionOf, idOf } from '../packages.ts';
import type { Unit } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { PackageName } from '../tree.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** A folder is one package: none of its files names it, two name it differently, or two have its documentation. */
export function* packageName(context: WitContext): Iterable<WitProblem> {
  const { legacy, source, scopes, units } = context;
  const { own } = scopes.packages;
  if (legacy) return;
  const first = definitionOf(own);
  const named = source.file.package;
  if (!first) {
    // a file of packages in braces needs no name of its own
    const item = units[0]?.items.find(({ kind }) => kind !== 'package');
    if (!item || !own.units.every((unit) => isHeadRead(unit))) return;
    const message =
      'No file of this folder names the package. Write `package namespace:name;` at the head of one.';
    const end = item.kind === 'interface' || item.kind === 'world' ? item.name.span.end : item.span.end;
    yield problem('package-name', 'error', { start: item.span.start, end }, message);
    return;
  }
  if (named) yield* docsTwice(context, named);
  if (!named || first.name === named || whole(first.name) === whole(named)) return;
  const message = `A folder is one package: ${code(lastPart(first.source.uri))} calls it ${code(whole(first.name))}.`;
  yield problem('package-name', 'error', named.span, message, [change(named.span, whole(first.name))]);
}

/** False where something before a file's first item could not be read, which may have been the name of the package. */
function isHeadRead({ source: { file }, items: [first] }: Unit): boolean {
  return !file.errors.some(({ span }) => first === undefined || span.start < first.span.start);
}

function* docsTwice({ source, scopes }: WitContext, name: PackageName): Iterable<WitProblem> {
  if (source.file.packageDocs === undefined) return;
  const other = scopes.packages.own.units.find(
    (unit) => unit.source.uri !== source.uri && unit.source.file.packageDocs !== undefined,
  );
  if (!other) return;
  const message = `${code(lastPart(other.source.uri))} has documentation of the package too. Keep all of it in one of the files.`;
  yield problem('package-name', 'error', name.span, message);
}

function whole(name: PackageName): string {
  return name.version ? `${idOf(name)}@${name.version.value}` : idOf(name);
}

function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
