/** Reads guests' sources, in all of their languages: which routes they set up, and which functions can handle them. */
import { lex } from '../lex.ts';
import { textOf } from '../literal.ts';
import type { GuestLanguage } from '../reading.ts';
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { HandlerName, Route, RouteReading } from './reading.ts';
import { rustHandlers, rustRoutes } from './rust.ts';
import type { RouteSite } from './site.ts';

/**
 * False where a source certainly has neither routes nor handlers. It looks for a few words and reads nothing, as `mayOpen`
 * does.
 */
export function mayRoute(text: string): boolean {
  return words.test(text);
}

/** What the bindings of routers, or of handlers, have in their names. */
const words = /[Rr]outer|register_handler|http_?handler|http-handler|export_name/;

export function readRoutes(text: string, language: GuestLanguage): RouteReading {
  const tokens = lex(text, language);
  return { routes: routeSites(tokens).map((site) => routeOf(tokens, site)), ...handlersOf(tokens) };
}

/** The calls that add a route, with what they are given. */
export function routeSites(tokens: Tokens): readonly RouteSite[] {
  return tokens.language === 'rust' ? rustRoutes(tokens) : [];
}

function handlersOf(tokens: Tokens): Pick<RouteReading, 'handlers' | 'isWhole'> {
  if (tokens.language !== 'rust') return { handlers: [], isWhole: true };
  return { handlers: rustHandlers(tokens), isWhole: tokens.places('macro_rules').length === 0 };
}

function routeOf(tokens: Tokens, { method, call, pattern, handler, base, router }: RouteSite): Route {
  const route = pattern?.isWhole && textOf(tokens, pattern.literal);
  const name = handler && handlerName(tokens, handler);
  return {
    method,
    call,
    ...(route && { pattern: route }),
    ...(name && { handler: name }),
    ...(base !== undefined && { base }),
    ...(router !== undefined && { router }),
  };
}

function handlerName(
  tokens: Tokens,
  { literal, isWhole, echoes, isFixed }: Argument,
): HandlerName | undefined {
  const text = isWhole ? textOf(tokens, literal) : undefined;
  return text && { ...text, ...(echoes && { echoes }), ...(isFixed && { isFixed }) };
}
