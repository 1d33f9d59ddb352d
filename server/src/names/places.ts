/** Which name of a capability a position of a document is on. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { NamePlace } from '../index/name-place.ts';
import type { AppNames, CapabilityName, Declaration, NamedUse } from './app-names.ts';
import { isNamed, kindOfUse } from './app-names.ts';

export type Found =
  | {
      readonly at: 'declaration';
      readonly name: CapabilityName;
      readonly place: NamePlace;
      readonly declaration: Declaration;
    }
  | { readonly at: 'use'; readonly name: CapabilityName; readonly place: NamePlace; readonly use: NamedUse };

/** The name at a position: of a call in a source, or of a capability in a slightfile. */
export function nameAt(app: AppNames, uri: string, position: Position): Found | undefined {
  const use = app.usesByFile
    .get(uri)
    ?.filter(isNamed)
    .find(({ name }) => contains(name.range, position));
  if (use) {
    const name = { kind: kindOfUse(app, use, use.name.value), name: use.name.value };
    return { at: 'use', name, place: use.name, use };
  }
  const declaration = app.declarations.find(
    (candidate) => candidate.uri === uri && candidate.place && contains(candidate.place.range, position),
  );
  if (!declaration?.place || !declaration.kind) return undefined;
  const name = { kind: declaration.kind, name: declaration.name };
  return { at: 'declaration', name, place: declaration.place, declaration };
}

/** True where two ranges have a position in common, be it only an end. */
export function meet(one: Range, other: Range): boolean {
  return contains(one, other.start) || contains(other, one.start);
}

/** True where a position lies in a range, its end included. */
export function contains({ start, end }: Range, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
