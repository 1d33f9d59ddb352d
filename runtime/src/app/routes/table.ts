/** The routes of a server: which of them answers a request, and with which parameters. */
import type { Route } from '../../ports/http.ts';
import { compilePattern } from './pattern.ts';

export type Routed<R extends Route> =
  | {
      readonly is: 'route';
      readonly route: R;
      readonly params: readonly (readonly [name: string, value: string])[];
    }
  /** Other methods have a route here. */
  | { readonly is: 'other-method'; readonly allowed: readonly string[] }
  | { readonly is: 'none' };

/**
 * Finds the first route that has the path and the method. A GET route answers HEAD too, as it does everywhere.
 * @param path decoded
 */
export type RouteTable<R extends Route> = (method: string, path: string) => Routed<R>;

export function routeTable<R extends Route>(routes: readonly R[]): RouteTable<R> {
  const compiled = routes.map((route) => ({ route, match: compilePattern(route.pattern) }));
  return (method, path) => {
    const wanted = method === 'HEAD' ? 'GET' : method;
    let others: Set<Route['method']> | undefined;
    for (const { route, match } of compiled) {
      const params = match(path);
      if (!params) continue;
      if (route.method === wanted) return { is: 'route', route, params: [...params] };
      (others ??= new Set()).add(route.method);
    }
    return others ? { is: 'other-method', allowed: allowedOf(others) } : { is: 'none' };
  };
}

/** What a client may ask for, as `Allow` has it. */
function allowedOf(methods: ReadonlySet<Route['method']>): readonly string[] {
  return [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).concat('OPTIONS');
}
