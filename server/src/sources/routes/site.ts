/** What the readers of all languages give: the calls that add a route, by their tokens. */
import type { Span } from '@slight/text/span.ts';
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { RouteMethod } from './reading.ts';

export interface RouteSite {
  readonly method: RouteMethod;
  readonly call: Span;
  readonly pattern: Argument | undefined;
  readonly handler: Argument | undefined;
  readonly base?: string | undefined;
  readonly router?: number | undefined;
}

export const routeMethods: ReadonlyMap<string, RouteMethod> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
]);

/** How many tokens of an argument are looked at. */
const most = 64;

/**
 * Where the arguments of a call begin.
 * @param open its bracket
 */
export function argumentsOf(tokens: Tokens, open: number): readonly number[] {
  const { brackets } = tokens;
  const close = brackets.closing(open);
  const found = open + 1 < close ? [open + 1] : [];
  const last = Math.min(close, open + most);
  for (let index = open + 1; index < last; index++) {
    if (tokens.is(index, ',') && index + 1 < close) found.push(index + 1);
    else if (/^[([{]$/.test(tokens.at(index))) index = brackets.closing(index);
  }
  return found;
}

/** The call whose method's name is at `name`. */
export function callSpan(tokens: Tokens, name: number): Span {
  const close = tokens.brackets.closing(name + 1);
  // of one that is half typed, the name alone
  return { start: tokens.start(name), end: close < tokens.count ? tokens.end(close) : tokens.end(name) };
}
