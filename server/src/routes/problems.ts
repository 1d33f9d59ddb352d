/** What is wrong with the routes of a source. */
import { didYouMean, isSure, list, quote, suggest } from '@slight/text/words.ts';
import { nameOf } from '../lsp/uri.ts';
import { otherName } from '../names/other-name.ts';
import { exportOf } from '../sources/routes/reading.ts';
import type { AppHandler, AppRoutes, NamedRoute } from './app-routes.ts';
import { handlersOf, isNamed } from './app-routes.ts';
import { patternProblems } from './patterns.ts';
import type { RouteProblem } from './problem.ts';
import { spelledLike } from './spelling.ts';
import { unreachedRoutes } from './unreached.ts';

export function routeProblems(app: AppRoutes, uri: string): readonly RouteProblem[] {
  const routes = app.routesByFile.get(uri) ?? [];
  if (routes.length === 0) return [];
  return [
    ...routes.filter(isNamed).flatMap((route) => handlerProblem(app, route) ?? []),
    ...routes.flatMap(patternProblems),
    ...unreachedRoutes(routes),
  ];
}

/**
 * A route whose handler is not there. Where the module is newer than the sources, it knows; else the sources do, where
 * all of them are understood and some handler of theirs is.
 */
function handlerProblem(app: AppRoutes, route: NamedRoute): RouteProblem | undefined {
  const { value } = route.handler;
  const exported = exportOf(value);
  if (value === '' || app.exports?.has(exported) === true) return undefined;
  const functions = handlersOf(app, exported, route.uri);
  if (functions.some(({ isExported }) => isExported !== false)) return undefined;
  const exporting = app.handlers.filter(
    ({ isExported, uri }) => isExported === true && app.guests.areOne(uri, route.uri),
  );
  const isKnown = app.exports !== undefined || (app.isWhole && exporting.length > 0);
  if (!isKnown) return undefined;
  const [hidden] = functions;
  if (hidden) return unexported(route, hidden);
  const names = new Set(exporting.map((one) => one.exported));
  const suggestion = suggest(exported, names);
  const meant = suggestion === undefined ? undefined : spelledLike(suggestion, value);
  const edits = meant === undefined ? undefined : otherName(route.handler, meant);
  return {
    code: 'unknown-handler',
    severity: 'warning',
    range: route.handler.range,
    message: `No function ${quote(value)} is exported, so this route has no handler.${meant === undefined ? handlersThere(names) : didYouMean(meant)}`,
    fixes:
      meant !== undefined && edits
        ? [
            {
              title: `Change to ${quote(meant)}`,
              ...(isSure(exported, suggestion ?? '') && { isPreferred: true }),
              uri: route.uri,
              edits,
            },
          ]
        : [],
  };
}

function handlersThere(names: ReadonlySet<string>): string {
  if (names.size === 0) return ' Write one, and export it.';
  const few = [...names].slice(0, 4).map(quote);
  return ` There ${names.size === 1 ? 'is' : 'are'} ${list(names.size > 4 ? [...few.slice(0, 3), `${names.size - 3} more`] : few)}.`;
}

/** The function is there, and only lacks what exports it. */
function unexported(route: NamedRoute, { uri, name, head }: AppHandler): RouteProblem {
  const { value, range } = route.handler;
  const { start } = head;
  return {
    code: 'unexported-handler',
    severity: 'warning',
    range,
    message: `The function ${quote(value)} is not exported, so this route has no handler. Write #[register_handler] above it.`,
    fixes: [
      {
        title: `Register ${quote(value)} as a handler`,
        isPreferred: true,
        uri,
        edits: [
          {
            range: { start, end: start },
            text: `#[register_handler]\n${' '.repeat(start.character)}`,
          },
        ],
      },
    ],
    related: [{ uri, range: name, message: `It is in ${nameOf(uri)}.` }],
  };
}
