/** The routes of each app, found once for each state of its files. */
import type { App } from '../index/apps.ts';
import type { AppRoutes, RouteSources } from './app-routes.ts';
import { routesOf } from './app-routes.ts';
import type { RouteProblem } from './problem.ts';
import { routeProblems } from './problems.ts';

export interface RoutesKnown {
  readonly routes: AppRoutes;
  /** What is wrong in a source. */
  readonly problems: (uri: string) => readonly RouteProblem[];
}

export class KnownRoutes {
  readonly #sources: RouteSources;
  readonly #known = new WeakMap<App, { readonly revision: number; readonly known: RoutesKnown }>();

  constructor(sources: RouteSources) {
    this.#sources = sources;
  }

  /**
   * @param revision other than before wherever a source or a module may be other than before
   * @param besides a source that lies in the app and does not belong to it
   */
  of(app: App, revision: number, besides?: string): RoutesKnown {
    if (besides !== undefined) return this.#make(app, besides);
    const before = this.#known.get(app);
    if (before?.revision === revision) return before.known;
    const known = this.#make(app);
    this.#known.set(app, { revision, known });
    return known;
  }

  #make(app: App, besides?: string): RoutesKnown {
    const routes = routesOf(app, this.#sources, besides);
    return { routes, problems: (uri) => routeProblems(routes, uri) };
  }
}
