/** Routes as symbols: the outline of a source, and those of the workspace. */
import type { DocumentSymbol, WorkspaceSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { AppRoute, AppRoutes } from './app-routes.ts';
import { titleOf } from './app-routes.ts';

/** The routes that a source sets up, in their order: `GET /hello → handle_hello`. */
export function routeSymbols({ routesByFile }: AppRoutes, uri: string): DocumentSymbol[] {
  return (routesByFile.get(uri) ?? []).map((route) => ({
    name: nameOf(route),
    kind: SymbolKind.Interface,
    range: route.call,
    selectionRange: route.call,
  }));
}

/** All routes of an app. */
export function appRouteSymbols({ routes }: AppRoutes): WorkspaceSymbol[] {
  return routes.map((route) => ({
    name: titleOf(route),
    kind: SymbolKind.Interface,
    ...(route.handler && { containerName: route.handler.value }),
    location: { uri: route.uri, range: route.call },
  }));
}

function nameOf(route: AppRoute): string {
  return route.handler ? `${titleOf(route)} → ${route.handler.value}` : titleOf(route);
}
