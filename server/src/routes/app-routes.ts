/** All that the files of one app say of HTTP: its routes, and the functions that handle them. */
import type { App } from '../index/apps.ts';
import type { Facts } from '../index/facts.ts';
import type { Handling, Routed, RoutesFacts } from '../index/route-facts.ts';
import { exportOf } from '../sources/routes/reading.ts';
import type { Guests } from './guests.ts';
import { guestsBy } from './guests.ts';

/** A route of a source, and of which. */
export interface AppRoute extends Routed {
  readonly uri: string;
}

/** A route whose handler is not computed. */
export type NamedRoute = AppRoute & { readonly handler: NonNullable<AppRoute['handler']> };

/** A function of a source, and of which. */
export interface AppHandler extends Handling {
  readonly uri: string;
}

export interface AppRoutes {
  readonly routes: readonly AppRoute[];
  readonly routesByFile: ReadonlyMap<string, readonly AppRoute[]>;
  /** Of those whose handler is not computed: by the name that its export has. */
  readonly routesByExport: ReadonlyMap<string, readonly NamedRoute[]>;
  readonly handlers: readonly AppHandler[];
  readonly handlersByFile: ReadonlyMap<string, readonly AppHandler[]>;
  readonly handlersByExport: ReadonlyMap<string, readonly AppHandler[]>;
  /** Those of which a name is only known to be the end of their export's. */
  readonly prefixed: readonly AppHandler[];
  /** The slightfiles of the app. */
  readonly slightfiles: readonly string[];
  /** True where all sources were read, and none may have a handler that is not here. */
  readonly isWhole: boolean;
  readonly guests: Guests;
  /** What the module exports that a run takes; absent where there is none, it may be of another guest, or a source has changed since. */
  readonly exports?: ReadonlySet<string>;
}

/** What the routes of an app are asked of. */
export interface RouteSources {
  readonly facts: (file: string) => Facts | undefined;
  /** Whether every folder was read. */
  readonly isComplete: () => boolean;
  readonly uriOf: (file: string) => string;
  /** What the newest module of an app exports, where it is newer than the sources, and these are saved. */
  readonly exportsOf: (app: App) => ReadonlySet<string> | undefined;
}

/** @param besides a source that lies in the app and does not belong to it: one that is open, and ignored */
export function routesOf(app: App, from: RouteSources, besides?: string): AppRoutes {
  const known: (readonly [uri: string, RoutesFacts])[] = [];
  for (const file of besides === undefined ? app.sources : new Set([...app.sources, besides])) {
    const facts = from.facts(file);
    if (facts?.kind === 'source' && facts.http) known.push([from.uriOf(file), facts.http]);
  }
  // the order in which files were found says nothing
  known.sort(([one], [other]) => (one < other ? -1 : 1));
  const routes = known.flatMap(([uri, http]) => http.routes.map((route): AppRoute => ({ ...route, uri })));
  const handlers = known.flatMap(([uri, http]) => http.handlers.map((one): AppHandler => ({ ...one, uri })));
  const guests = guestsBy(known.filter(([, { isEntry }]) => isEntry).map(([uri]) => uri));
  const exports = routes.length > 0 && guests.count < 2 ? from.exportsOf(app) : undefined;
  return {
    routes,
    routesByFile: Map.groupBy(routes, ({ uri }) => uri),
    routesByExport: Map.groupBy(routes.filter(isNamed), ({ handler }) => exportOf(handler.value)),
    handlers,
    handlersByFile: Map.groupBy(handlers, ({ uri }) => uri),
    handlersByExport: Map.groupBy(handlers, ({ exported }) => exported),
    prefixed: handlers.filter(({ isPrefixed = false }) => isPrefixed),
    slightfiles: [...app.slightfiles].sort().map(from.uriOf),
    isWhole: from.isComplete() && app.unread.size === 0 && known.every(([, { isWhole }]) => isWhole),
    guests,
    ...(exports && { exports }),
  };
}

export function isNamed(route: AppRoute): route is NamedRoute {
  return route.handler !== undefined;
}

/**
 * The functions that a host calls by this name.
 * @param uri a file of their guest
 */
export function handlersOf(
  { handlersByExport, prefixed, guests }: AppRoutes,
  exported: string,
  uri: string,
): readonly AppHandler[] {
  const found = handlersByExport.get(exported) ?? [];
  const more = prefixed.filter((one) => one.exported.endsWith(`-${exported}`));
  return [...found, ...more].filter((one) => guests.areOne(uri, one.uri));
}

/** The routes that a function handles. */
export function routesTo(
  { routesByExport, guests }: AppRoutes,
  { exported, isPrefixed = false, uri }: AppHandler,
): readonly NamedRoute[] {
  const found = routesByExport.get(exported) ?? [];
  const more = isPrefixed ? tails(exported).flatMap((tail) => routesByExport.get(tail) ?? []) : [];
  return [...found, ...more].filter((route) => guests.areOne(uri, route.uri));
}

/** `handle-hello` and `hello` of `shop-handle-hello`. */
function tails(exported: string): readonly string[] {
  return [...exported.matchAll(/-/g)].map(({ index }) => exported.slice(index + 1));
}

/** The pattern of the path that a request has to ask for: `/api/hello`; undefined where it is computed. */
export function pathOf({ base = '', pattern }: Routed): string | undefined {
  if (!pattern) return undefined;
  const front = (/^https?:/i.test(base) ? (URL.parse(base)?.pathname ?? '') : base).replace(/\/$/, '');
  const isWhole = pattern.value.startsWith('/') || (front === '' && pattern.value.startsWith('*'));
  return isWhole ? front + pattern.value : `${front}/${pattern.value}`;
}

/** `GET /hello`, as people are told of a route. */
export function titleOf(route: Routed): string {
  return `${route.method} ${pathOf(route) ?? '…'}`;
}
