/**
 * JavaScript and TypeScript: `Router.new().get('/hello', 'handle_hello')` of a component, whose exports are its handlers; and
 * `router.get(router.new(), '/hello', 'handle_hello')` of slight's own engine, which called global functions.
 */
import type { Literal } from '../literal.ts';
import { importsOf } from '../javascript-imports.ts';
import { scopeOf } from '../javascript-scope.ts';
import { plainArgument } from '../site.ts';
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { Made } from './chains.ts';
import { chainSites } from './chains.ts';
import type { RouteSite } from './site.ts';
import { argumentsOf, callSpan, routeMethods } from './site.ts';

export function javascriptRoutes(tokens: Tokens): RouteSite[] {
  const scope = scopeOf(tokens, importsOf(tokens));
  const constant = (word: number): Literal | undefined => scope(tokens.at(word), word)?.literal;
  const argumentAt = (index: number): Argument | undefined => plainArgument(tokens, index, constant);
  if (isEngine(tokens)) return engineRoutes(tokens, argumentAt);
  // a component imports it of an interface; other libraries have a Router too
  if (!/['"`]spiderlightning:http-handler\/http-server/.test(tokens.text)) return [];
  return chainSites(tokens, {
    routerAt: (index) => madeAt(tokens, index, argumentAt),
    passing: new Set(),
    declarators: new Set(['const', 'let', 'var']),
    argumentAt,
  });
}

function madeAt(
  tokens: Tokens,
  index: number,
  argumentAt: (index: number) => Argument | undefined,
): Made | undefined {
  if (!tokens.is(index, 'Router') || !tokens.is(index + 1, '.')) return undefined;
  const isNew = tokens.is(index + 2, 'new');
  if ((!isNew && !tokens.is(index + 2, 'newWithBase')) || !tokens.is(index + 3, '(')) return undefined;
  const last = tokens.brackets.closing(index + 3);
  if (last >= tokens.count) return undefined;
  // in front of it, `httpServer.`
  const first = tokens.is(index - 1, '.') ? index - 2 : index;
  const base = isNew ? undefined : argumentAt(index + 4);
  return { first, last, base: isNew ? '' : base?.isWhole ? textIn(tokens, base) : undefined };
}

function textIn(tokens: Tokens, { literal: { first, last } }: Argument): string {
  return tokens.text.slice(tokens.start(first) + 1, tokens.end(last) - 1);
}

/**
 * True of a source for slight's own engine: it makes routers of a global, begins in `_start`, and imports nothing. Other
 * libraries have a `router.new` too.
 */
export function isEngine(tokens: Tokens): boolean {
  return (
    tokens.places('router').some((place) => tokens.is(place + 1, '.') && tokens.is(place + 2, 'new')) &&
    tokens.places('_start').some((place) => tokens.is(place - 1, 'function')) &&
    tokens.places('import').length === 0 &&
    !tokens.places('router').some((place) => /^(?:const|let|var|function|class)$/.test(tokens.at(place - 1)))
  );
}

/** Each call has the router in front of the route, often as a call of its own; the innermost was there first. */
function engineRoutes(tokens: Tokens, argumentAt: (index: number) => Argument | undefined): RouteSite[] {
  const sites: RouteSite[] = [];
  for (const place of tokens.places('router')) {
    const name = place + 2;
    const method =
      tokens.is(place + 1, '.') && !tokens.is(place - 1, '.') ? routeMethods.get(tokens.at(name)) : undefined;
    if (!method || !tokens.is(name + 1, '(')) continue;
    const [router, pattern, handler] = argumentsOf(tokens, name + 1);
    if (router === undefined || pattern === undefined || !tokens.isWord(router)) continue;
    sites.push({
      method,
      call: callSpan(tokens, name),
      pattern: argumentAt(pattern),
      handler: handler === undefined ? undefined : argumentAt(handler),
      base: '',
    });
  }
  return sites;
}
