/** What a route does, told over its call; and which routes lead to a function. */
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { contains } from '../names/places.ts';
import { nameOf } from '../lsp/uri.ts';
import { paragraphs } from '../slightfile/explain.ts';
import { exportOf } from '../sources/routes/reading.ts';
import type { AppRoute, AppRoutes } from './app-routes.ts';
import { handlersOf, isNamed, routesTo, titleOf } from './app-routes.ts';
import { handlerAt, routeAt } from './places.ts';

/** Null where there is no route: the language's own server has something to say. */
export function routeHover(app: AppRoutes, uri: string, position: Position): Hover | null {
  const found = handlerAt(app, uri, position);
  if (found?.handler) {
    return markdown(
      `Handles ${routesTo(app, found.handler)
        .map((route) => `[${code(titleOf(route))}](${linkTo(route)})`)
        .join(', ')}`,
      found,
    );
  }
  const route = routeAt(app, uri, position);
  const place = [route?.pattern, route?.handler].find((one) => one && contains(one.range, position));
  return route && place ? markdown(explain(app, route), place) : null;
}

function explain(app: AppRoutes, route: AppRoute): string {
  const parts = (route.pattern?.value ?? '').split('/');
  const named = parts.filter((part) => part.startsWith(':') && part.length > 1);
  return paragraphs(
    `**${code(titleOf(route))}** → ${handledBy(app, route)}`,
    route.base === undefined && 'Its router may put a base in front of the path.',
    named.length > 0 &&
      `The handler gets ${named.map(code).join(', ')} in \`params\`, each one part of the path.`,
    parts.at(-1) === '*' && '`*` is the rest of the path.',
  );
}

function handledBy(app: AppRoutes, route: AppRoute): string {
  if (!isNamed(route)) return 'a handler whose name is computed';
  const { value } = route.handler;
  const [first] = handlersOf(app, exportOf(value), route.uri);
  if (!first) return code(value);
  return `${code(value)} in [${nameOf(first.uri)}](${first.uri}#L${first.name.start.line + 1})`;
}

function linkTo({ uri, call }: AppRoute): string {
  return `${uri}#L${call.start.line + 1}`;
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}

function markdown(value: string, { range }: Pick<Hover, 'range'>): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, ...(range && { range }) };
}
