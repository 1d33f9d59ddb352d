/** The functions and routes of one handler's name that change together, or not at all. */
import type { AppHandler, AppRoutes, NamedRoute } from './app-routes.ts';

export interface Namesakes {
  readonly handlers: readonly AppHandler[];
  readonly routes: readonly NamedRoute[];
  /** The files that they are in, and those that were given besides and go with them. */
  readonly files: ReadonlySet<string>;
}

/**
 * Those of the guest of a file. A function that two guests share joins them: another name for it is one in both.
 * @param besides other files that say the name, as WIT
 */
export function namesakes(
  { handlersByExport, prefixed, routesByExport, guests }: AppRoutes,
  exported: string,
  uri: string,
  besides: readonly string[] = [],
): Namesakes {
  const handlers = [
    ...(handlersByExport.get(exported) ?? []),
    ...prefixed.filter((one) => one.exported.endsWith(`-${exported}`)),
  ];
  const routes = routesByExport.get(exported) ?? [];
  const files = guests.joined(uri, [...[...handlers, ...routes].map((one) => one.uri), ...besides]);
  const isOf = (one: { readonly uri: string }): boolean => files.has(one.uri);
  return { handlers: handlers.filter(isOf), routes: routes.filter(isOf), files };
}
