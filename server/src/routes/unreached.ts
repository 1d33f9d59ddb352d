import type { AppRoute } from './app-routes.ts';
import { pathOf, titleOf } from './app-routes.ts';
import { covers } from './patterns.ts';
import type { RouteProblem } from './problem.ts';

/** A router with more routes than this is not looked through: that would be dear, and nobody writes one. */
const most = 500;

/** The routes that another one in front of them, of the same router and method, takes all requests of. */
export function unreachedRoutes(routes: readonly AppRoute[]): readonly RouteProblem[] {
  const groups = Map.groupBy(routes, ({ router, method }) =>
    router === undefined ? undefined : `${router} ${method}`,
  );
  return [...groups].flatMap(([group, those]) =>
    group === undefined || those.length > most
      ? []
      : those.flatMap((route, index) => unreached(route, those.slice(0, index)) ?? []),
  );
}

function unreached(route: AppRoute, before: readonly AppRoute[]): RouteProblem | undefined {
  const path = pathOf(route);
  if (path === undefined || !route.pattern) return undefined;
  const first = before.find((one) => {
    const pattern = pathOf(one);
    return pattern !== undefined && covers(pattern, path);
  });
  if (!first?.pattern) return undefined;
  return {
    code: 'unreached-route',
    severity: 'hint',
    range: route.call,
    message: `${titleOf(first)} is in front of it and takes its requests, so that this route is never reached.`,
    fixes: [],
    related: [{ uri: first.uri, range: first.pattern.range, message: 'They are handled here.' }],
  };
}
