/** Which route or handler a position of a source is on. */
import type { Position, Range } from 'vscode-languageserver-types';
import { contains } from '../names/places.ts';
import { exportOf } from '../sources/routes/reading.ts';
import type { AppHandler, AppRoute, AppRoutes, NamedRoute } from './app-routes.ts';
import { isNamed, routesTo } from './app-routes.ts';
import { spelledAs } from './spelling.ts';

export interface Found {
  /** The name of the handler's export. */
  readonly exported: string;
  readonly range: Range;
  /** The name as it stands there. */
  readonly written: string;
  /** The route, where the position is in one. */
  readonly route?: NamedRoute;
  /** The function, where the position is on its name. */
  readonly handler?: AppHandler;
}

/**
 * The name of a handler at a position: in a route, or where a function that some route names is declared, or named. What
 * no route names is left to the language's own server.
 */
export function handlerAt(app: AppRoutes, uri: string, position: Position): Found | undefined {
  const route = app.routesByFile
    .get(uri)
    ?.filter(isNamed)
    .find(({ handler }) => contains(handler.range, position));
  if (route) {
    const { value: written, inner: range } = route.handler;
    return { exported: exportOf(written), range, written, route };
  }
  for (const handler of app.handlersByFile.get(uri) ?? []) {
    const place = handler.places.find(({ range }) => contains(range, position));
    const [named] = place ? routesTo(app, handler) : [];
    if (!place || !named) continue;
    const exported = exportOf(named.handler.value);
    const written = spelledAs(exported, place.as);
    return { exported, range: nameIn(place.range, written, handler), written, handler };
  }
  return undefined;
}

/** What of a place is the handler's name: of a function with a prefix, its end. */
export function nameIn(
  { start, end }: Range,
  written: string,
  { isPrefixed = false }: Pick<AppHandler, 'isPrefixed'>,
): Range {
  return isPrefixed
    ? { start: { line: end.line, character: end.character - written.length }, end }
    : { start, end };
}

/** The route whose call a position is in. */
export function routeAt(app: AppRoutes, uri: string, position: Position): AppRoute | undefined {
  // calls in the arguments of calls begin later
  return app.routesByFile.get(uri)?.findLast(({ call }) => contains(call, position));
}
