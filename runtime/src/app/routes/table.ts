/** The routes of a server: which of them answers a request, and with which parameters. */
import type { Route } from '../../ports/http.ts';
import { compilePattern } from './pattern.ts';

export type Routed =
  | {
      readonly is: 'route';
      readonly route: Route;
      readonly params: readonly (readonly [name: string, value: string])[];
    }
  /** Other methods have a route here. */
  | { readonly is: 'other-method'; readonly allowed: readonly string[] }
  | { readonly is: 'none' };

/**
 * Finds the first route that has the path and the method. A GET route answers HEAD too, as it does everywhere.
 * @param path decoded
 */
export type RouteTable = (method: string, path: string) => Routed;

export function routeTable(routes: readonly Route[]): RouteTable {
  const compiled = routes.map((route) => ({ route, match: compilePattern(route.pattern) }));
  return (method, path) => {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const others = new Set<Route['method']>();
    for (const { route, match } of compiled) {
      const params = match(path);
      if (!params) continue;
      if (route.method === wanted) return { is: 'route', route, params: [...params] };
      others.add(route.method);
    }
    return others.size === 0 ? { is: 'none' } : { is: 'other-method', allowed: allowedOf(others) };
  };
}

/** What a client may ask for, as `Allow` has it. */
function allowedOf(methods: ReadonlySet<Route['method']>): readonly string[] {
  return [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).concat('OPTIONS');
}
