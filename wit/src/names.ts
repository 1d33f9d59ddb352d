/** Every name in a file, in the order of the text: what it defines, and what it refers to. */
import type { Span } from '@slight/text/span.ts';
import type { NameKind } from './definitions.ts';
import { definitionsOf } from './definitions.ts';
import { definitionOf, spanOf } from './packages.ts';
import type { Place, Target } from './meaning.ts';
import { Scopes } from './scopes.ts';
import { packageTarget, targetOf } from './meaning.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';
import type { Item, Name } from './tree.ts';
import { blocksOf, gatedIn, pathsOf, typesIn, visitNames } from './walk.ts';
import { worldNames } from './world-names.ts';

export type { Target } from './meaning.ts';

export interface Occurrence {
  /** The name as written, its `%` included. A package's is `namespace:name`, without the version. */
  readonly span: Span;
  readonly role: 'definition' | 'reference';
  readonly kind: NameKind;
  /** Where the name is defined; a definition's is itself. Absent where a reference leads nowhere, and for gates. */
  readonly target?: Target;
}

/** The names of a file, each with what it leads to. It never fails: what leads nowhere has no target. */
export function namesOf(source: WitSource, surroundings: WitSurroundings): readonly Occurrence[] {
  return occurrencesIn(new Scopes(source, surroundings));
}

/** The names of the scopes' file. */
export function occurrencesIn(scopes: Scopes): readonly Occurrence[] {
  const found = [...definitions(scopes), ...pathNames(scopes), ...blockNames(scopes), ...gates(scopes)];
  return found.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
}

/** The occurrence whose name an offset is in, or right behind. */
export function occurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  let low = 0;
  let high = occurrences.length;
  // the first that ends at the offset or behind it; names do not lie in one another
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((occurrences[middle]?.span.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const [first, second] = [occurrences[low], occurrences[low + 1]];
  // between two names that touch, the one that begins there
  if (first?.span.end === offset && second?.span.start === offset) return second;
  return first && first.span.start <= offset ? first : undefined;
}

export function sameTarget(one: Target | undefined, other: Target | undefined): boolean {
  return (
    one !== undefined &&
    one.uri === other?.uri &&
    one.span.start === other.span.start &&
    one.span.end === other.span.end
  );
}

function definitions(scopes: Scopes): Occurrence[] {
  const { source, packages } = scopes;
  const own = definitionOf(packages.own);
  return definitionsOf(source.file).flatMap((definition): Occurrence[] => {
    const { kind, name } = definition;
    // half-typed, it has no name yet
    if (name.span.start === name.span.end) return [];
    // one package is named in many files
    const isOwn = definition.of === 'package' && source.file.package === definition.node.name;
    if (isOwn && own) return [define(name, kind, packageTarget(own))];
    return definition.of === 'alias' ? [] : [define(name, kind, targetOf(source, name, kind))];
  });
}

/** The parts of paths, and the names that top-level `use`s give. */
function pathNames(scopes: Scopes): Occurrence[] {
  const found: Occurrence[] = [];
  for (const { path, place, wants } of pathsOf(scopes)) {
    const { namespace, package: name } = path;
    if (namespace && name && namespace.value !== '' && name.value !== '') {
      found.push(reference(spanOf({ namespace, name }), 'package', scopes.packageTarget(path)));
    }
    if (path.name.value === '') continue;
    const kind = wants === 'world' ? 'world' : 'interface';
    found.push(referenceTo(path.name.span, kind, targetIn(place)));
  }
  for (const unit of scopes.units()) {
    for (const item of unit.items) {
      if (item.kind !== 'top-use') continue;
      if (item.as && item.as.value !== '') {
        const kind = targetIn(scopes.usedPlace(item, unit))?.kind ?? 'interface';
        found.push(define(item.as, kind, targetOf(scopes.source, item.as, kind)));
      }
    }
  }
  return found;
}

/** What stands in interfaces and worlds: the names of types, and those that `use` and `include` name. */
function blockNames(scopes: Scopes): Occurrence[] {
  const found: Occurrence[] = [];
  for (const block of blocksOf(scopes)) {
    const named = (name: Name): void => {
      if (name.value === '') return;
      const meaning = scopes.named(block, name.value);
      const target = meaning === 'unknown' ? undefined : meaning?.target;
      found.push(referenceTo(name.span, 'type', target));
    };
    for (const item of block.items) {
      if (item.kind === 'use' || item.kind === 'include') {
        const place = scopes.place(item.kind === 'use' ? item.from : item.path, block.unit);
        found.push(...aliasNames(scopes, item, place));
      } else {
        for (const type of typesIn(item)) visitNames(type, named);
      }
    }
  }
  return found;
}

/** `use a.{b as c}`, `include a with { b as c }`: `b` is the other block's, `c` is defined here. */
function aliasNames(
  scopes: Scopes,
  item: Extract<Item, { kind: 'use' | 'include' }>,
  place: Place,
): Occurrence[] {
  const names = item.kind === 'use' ? item.names : item.with;
  if (names === '*') return [];
  const block = place.kind === 'found' ? place.block : undefined;
  const lookup = (name: Name): Target | undefined => {
    if (!block) return undefined;
    if (item.kind === 'include') return worldNames(scopes, block).find(name.value)?.target;
    const meaning = scopes.named(block, name.value);
    return meaning === 'unknown' ? undefined : meaning?.target;
  };
  const otherwise = item.kind === 'use' ? 'type' : 'func';
  return names.flatMap(({ name, as }): Occurrence[] => {
    const target = lookup(name);
    const kind = target?.kind ?? otherwise;
    const found = name.value === '' ? [] : [referenceTo(name.span, kind, target)];
    return as && as.value !== '' ? [...found, define(as, kind, targetOf(scopes.source, as, kind))] : found;
  });
}

function gates(scopes: Scopes): Occurrence[] {
  const gated = scopes.units().flatMap(({ items }) => gatedIn(items));
  return gated.flatMap((each) =>
    each.gates.flatMap(({ name }) => (name.value === '' ? [] : [reference(name.span, 'gate')])),
  );
}

function targetIn(place: Place): Target | undefined {
  return place.kind === 'found' ? place.target : undefined;
}

function define(name: Name, kind: NameKind, target: Target): Occurrence {
  return { span: name.span, role: 'definition', kind, target };
}

function reference(span: Span, kind: NameKind, target?: Target): Occurrence {
  return { span, role: 'reference', kind, ...(target && { target }) };
}

/** A reference is of the kind that it leads to. */
function referenceTo(span: Span, kind: NameKind, target: Target | undefined): Occurrence {
  return reference(span, target?.kind ?? kind, target);
}
