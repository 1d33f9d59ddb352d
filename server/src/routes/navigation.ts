/** From a route to its handler and back: definition, references, highlights. */
import type { DocumentHighlight, Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { contains } from '../names/places.ts';
import type { AppRoutes, NamedRoute } from './app-routes.ts';
import { handlersOf } from './app-routes.ts';
import { namesakes } from './namesakes.ts';
import { handlerAt } from './places.ts';

/** The functions that the route at a position names; none on a function itself. */
export function definition(app: AppRoutes, uri: string, position: Position): LocationLink[] {
  const found = handlerAt(app, uri, position);
  if (!found?.route) return [];
  return handlersOf(app, found.exported, uri).map(({ uri: of, name, head }) => ({
    originSelectionRange: found.range,
    targetUri: of,
    targetRange: head,
    targetSelectionRange: name,
  }));
}

/** Every route that names the handler at a position and, where they are asked for, its functions. */
export function references(
  app: AppRoutes,
  uri: string,
  position: Position,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Location[] {
  const found = handlerAt(app, uri, position);
  if (!found) return [];
  const { handlers, routes } = namesakes(app, found.exported, uri);
  const declared = includeDeclaration ? handlers.map(({ uri: of, name }) => ({ uri: of, range: name })) : [];
  return [...declared, ...placesOf(routes)];
}

/** Where routes name a handler; a constant that two of them name stands once. */
function placesOf(routes: readonly NamedRoute[]): Location[] {
  const places = routes.map(({ uri, handler }) => ({ uri, range: handler.inner }));
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/** The places of the handler at a position in the same document. */
export function highlights(app: AppRoutes, uri: string, position: Position): DocumentHighlight[] {
  const found = handlerAt(app, uri, position);
  if (!found) return [];
  const { handlers, routes } = namesakes(app, found.exported, uri);
  const highlight = (range: Range, kind: DocumentHighlightKind) => ({ range, kind });
  return [
    ...handlers
      .filter((handler) => handler.uri === uri)
      .flatMap(({ places, name }) =>
        places.map(({ range }) =>
          highlight(range, isSame(range, name) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read),
        ),
      ),
    ...placesOf(routes)
      .filter((place) => place.uri === uri)
      .map(({ range }) => highlight(range, DocumentHighlightKind.Read)),
  ];
}

function isSame({ start, end }: Range, other: Range): boolean {
  return contains(other, start) && contains(other, end);
}
