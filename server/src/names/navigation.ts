/** From one place of a name to its others: definition, references, highlights. */
import type { DocumentHighlight, Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { AppNames, CapabilityName, Declaration } from './app-names.ts';
import { declarationsOf, usesOf } from './app-names.ts';
import { nameAt } from './places.ts';

/** The capability that serves the name at a position: its block, with the name in it. */
export function definition(app: AppNames, uri: string, position: Position): LocationLink[] {
  const found = nameAt(app, uri, position);
  if (!found) return [];
  return declarationsOf(app, found.name).map((declaration) => ({
    originSelectionRange: found.place.inner,
    targetUri: declaration.uri,
    targetRange: withName(declaration),
    targetSelectionRange: declaration.place?.range ?? declaration.header,
  }));
}

/** The protocol wants the selection within the whole. */
function withName({ block, place }: Declaration): Range {
  return place && place.range.end.line > block.end.line
    ? { start: block.start, end: place.range.end }
    : block;
}

/** Every call that opens the name at a position and, where they are asked for, the capabilities that declare it. */
export function references(
  app: AppNames,
  uri: string,
  position: Position,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Location[] {
  const found = nameAt(app, uri, position);
  return found ? placesOf(app, found.name, includeDeclaration) : [];
}

/** Where a name stands: in sources, and in the slightfiles that declare it. */
export function placesOf(app: AppNames, name: CapabilityName, includeDeclaration: boolean): Location[] {
  const declared = includeDeclaration
    ? (app.declared.get(name.kind)?.get(name.name) ?? []).filter(({ place }) => place)
    : [];
  return [
    ...declared.map((declaration) => ({
      uri: declaration.uri,
      range: declaration.place?.inner ?? declaration.header,
    })),
    ...callsServed(app, name).map((use) => ({ uri: use.uri, range: use.name.inner })),
  ];
}

/** The calls that a capability serves: those with its name, and for `*` those that no other capability has. */
export function callsServed(app: AppNames, name: CapabilityName): ReturnType<typeof usesOf> {
  if (name.name !== '*') return usesOf(app, name);
  const declared = app.declared.get(name.kind);
  return [...(app.opened.get(name.kind) ?? [])].flatMap(([one, uses]) =>
    declared?.has(one) === true ? [] : uses,
  );
}

/** The places of the name at a position in the same document. */
export function highlights(app: AppNames, uri: string, position: Position): DocumentHighlight[] {
  const found = nameAt(app, uri, position);
  if (!found) return [];
  return placesOf(app, found.name, true)
    .filter((place) => place.uri === uri)
    .map(({ range }) => ({
      range,
      kind: found.at === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
