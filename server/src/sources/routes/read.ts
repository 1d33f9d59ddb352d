/** Reads guests' sources, in all of their languages: which routes they set up, and which functions can handle them. */
import { lex } from '../lex.ts';
import { textOf } from '../literal.ts';
import type { GuestLanguage } from '../reading.ts';
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { HandlerName, Route, RouteReading } from './reading.ts';
import { isHandlerExport } from './reading.ts';
import { cHandlers, cRoutes } from './c.ts';
import { isEntry } from './entry.ts';
import { javascriptHandlers } from './javascript-handlers.ts';
import { javascriptRoutes } from './javascript.ts';
import { pythonHandlers, pythonRoutes } from './python.ts';
import { isPlain, mayMake } from './rust-unseen.ts';
import { rustHandlers, rustRoutes } from './rust.ts';
import type { RouteSite } from './site.ts';

/**
 * False where a source certainly sets up no routes, and says nothing of handlers. It looks for a few words and reads nothing,
 * as `mayOpen` does.
 */
export function mayRoute(text: string, language: GuestLanguage): boolean {
  return words[language]?.test(text) ?? false;
}

const script = /router|Router|http-handler|onServerInit/;
const cWords = /router_|http_handler|on_server_init|export_name|EXPORT|request_t/;

/**
 * What the bindings of routers, or of handlers, have in their names; and what says that a function is exported. Plain words,
 * and no more of them than a language has: each costs every text of a workspace, and classes and repetitions cost three
 * times as much.
 */
const words: Readonly<Partial<Record<GuestLanguage, RegExp>>> = {
  rust: /router|Router|register_handler|http_handler|handler!|on_server_init|export_name/,
  c: cWords,
  cpp: cWords,
  javascript: script,
  typescript: script,
  python: /Router|WitWorld/,
};

/** True where a source without routes and handlers may make some that nobody sees in it. */
export function mayMakeHandlers(text: string, language: GuestLanguage): boolean {
  return language === 'rust' && mayMake(text);
}

export function readRoutes(text: string, language: GuestLanguage): RouteReading {
  const tokens = lex(text, language);
  const routes = routeSites(tokens).map((site) => routeOf(tokens, site));
  const { handlers, isWhole } = handlersOf(tokens);
  return {
    routes,
    handlers: handlers.filter(({ exported }) => isHandlerExport(exported)),
    isWhole,
    isEntry: isEntry(tokens, { routes, handlers }),
  };
}

/** The calls that add a route, with what they are given. */
export function routeSites(tokens: Tokens): readonly RouteSite[] {
  return readers[tokens.language]?.routes(tokens) ?? [];
}

function handlersOf(tokens: Tokens): Pick<RouteReading, 'handlers' | 'isWhole'> {
  // where nobody reads the language, what it has is not known
  const { handlers = [], isWhole = false } = readers[tokens.language]?.handlers(tokens) ?? {};
  return { handlers, isWhole };
}

interface Reader {
  readonly routes: (tokens: Tokens) => readonly RouteSite[];
  readonly handlers: (tokens: Tokens) => Pick<RouteReading, 'handlers' | 'isWhole'>;
}

const rust: Reader = {
  routes: rustRoutes,
  handlers: (tokens) => ({ handlers: rustHandlers(tokens), isWhole: isPlain(tokens) }),
};
const c: Reader = {
  routes: cRoutes,
  // a function may be exported by the linker's command line, or by a macro
  handlers: (tokens) => ({ handlers: cHandlers(tokens), isWhole: false }),
};
const javascript: Reader = { routes: javascriptRoutes, handlers: javascriptHandlers };
const python: Reader = { routes: pythonRoutes, handlers: pythonHandlers };

/** In Go no bindings of the router are known; slight's in C# gave every route to one handler. */
const readers: Readonly<Partial<Record<GuestLanguage, Reader>>> = {
  rust,
  c,
  cpp: c,
  javascript,
  typescript: javascript,
  python,
};

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
