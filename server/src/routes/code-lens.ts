/** Which routes lead to a function, told above it; and, while the app runs, a request to send. */
import type { CodeLens } from 'vscode-languageserver-types';
import type { AppRoutes } from './app-routes.ts';
import { pathOf, routesTo, titleOf } from './app-routes.ts';

/** The commands behind the lenses; a client that has one says so. */
export const routeCommands = {
  /** Called with the URI, a position and the locations that are to be shown. */
  showReferences: 'slight.showReferences',
  /** Called with a `RequestToSend`. */
  sendRequest: 'slight.sendRequest',
} as const;

/** What a client needs to send a request to an app that runs. */
export interface RequestToSend {
  /** The URIs of the slightfiles whose app runs: of several, the person says which. */
  readonly slightfiles: readonly string[];
  readonly method: string;
  /** The pattern of the route: `/person/:name`. */
  readonly path: string;
}

export interface RouteLensOptions {
  /** The commands that the client has. */
  readonly commands: ReadonlySet<string>;
  /** Whether the app of a slightfile serves now. */
  readonly isServing: (slightfile: string) => boolean;
}

/** `GET /hello` above each handler of a source, and `Send request` where an app of its slightfiles serves. */
export function routeLenses(
  app: AppRoutes,
  uri: string,
  { commands, isServing }: RouteLensOptions,
): CodeLens[] {
  const slightfiles = app.slightfiles.filter(isServing);
  const show = commands.has(routeCommands.showReferences) ? routeCommands.showReferences : '';
  return (app.handlersByFile.get(uri) ?? []).flatMap((handler) =>
    routesTo(app, handler).flatMap((route): CodeLens[] => {
      const { name: range } = handler;
      const place = { uri: route.uri, range: route.call };
      const path = pathOf(route);
      return [
        {
          range,
          command: {
            title: titleOf(route),
            tooltip: 'Show the route that leads here',
            command: show,
            arguments: [uri, range.start, [place]],
          },
        },
        ...(slightfiles.length > 0 && path !== undefined && commands.has(routeCommands.sendRequest)
          ? [
              {
                range,
                command: {
                  title: 'Send request',
                  tooltip: `Send ${titleOf(route)} to the app that runs`,
                  command: routeCommands.sendRequest,
                  arguments: [{ slightfiles, method: route.method, path } satisfies RequestToSend],
                },
              },
            ]
          : []),
      ];
    }),
  );
}
