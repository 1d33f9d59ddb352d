/**
 * Routes that are added by methods of a router, one after the other: `Router::new()?.get(…)?.put(…)?`, and by the variables
 * that such a chain is put into.
 */
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import { blockEnd, boundUntil, Names } from './bound.ts';
import type { RouteSite } from './site.ts';
import { argumentsOf, callSpan, routeMethods } from './site.ts';
import { straightParts } from './straight.ts';

/** How a language writes routers. */
export interface ChainGrammar {
  /** The router that is made, or comes in as a parameter, at a token; undefined where none does. */
  readonly routerAt: (index: number) => Made | Parameter | undefined;
  /** Methods that give the router itself: `unwrap`. */
  readonly passing: ReadonlySet<string>;
  /** Words in front of a variable that is declared. */
  readonly declarators: ReadonlySet<string>;
  readonly argumentAt: (index: number) => Argument | undefined;
}

/** An expression that makes a router. */
export interface Made {
  readonly first: number;
  readonly last: number;
  /** Undefined where it is computed. */
  readonly base: string | undefined;
}

/** A parameter that is a router of which nothing is known. */
export interface Parameter {
  readonly name: number;
  /** Its last token. */
  readonly last: number;
  /** Where the function ends. */
  readonly until: number;
}

interface Router {
  /** Undefined where it is one of several that go on from one. */
  readonly id: number | undefined;
  readonly base: string | undefined;
}

export function chainSites(tokens: Tokens, grammar: ChainGrammar): RouteSite[] {
  const sites: RouteSite[] = [];
  const variables = new Names<Router>();
  let partOf: ReturnType<typeof straightParts> | undefined;
  const parts = new Map<string, number>();
  // one router in one part of the text, where each route is tried behind the one in front of it
  const straight = (id: number | undefined, first: number): number | undefined => {
    partOf ??= straightParts(tokens);
    const part = partOf(first);
    if (id === undefined || part === undefined) return undefined;
    const key = `${id} ${part}`;
    const found = parts.get(key) ?? parts.size;
    parts.set(key, found);
    return found;
  };
  const variableAt = (index: number): Router | undefined => {
    if (!tokens.isWord(index) || /^(?:\.|\?\.|::)$/.test(tokens.at(index - 1))) return undefined;
    return variables.at(tokens.at(index), index);
  };
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index)) continue;
    const found = grammar.routerAt(index);
    if (found && 'until' in found) {
      variables.declare(tokens.at(found.name), { id: found.name, base: undefined }, index, found.until);
      index = found.last;
      continue;
    }
    const variable = found ? undefined : variableAt(index);
    const router: Router | undefined = found ? { id: found.first, base: found.base } : variable;
    if (!router) continue;
    const equals = variable && equalsBehind(tokens, index);
    // a parameter may have a value of its own
    const isInList = tokens.is(tokens.brackets.around(index), '(');
    const until = variable && (equals === undefined || isInList) ? boundUntil(tokens, index) : undefined;
    if (until !== undefined) {
      variables.declare(tokens.at(index), undefined, index, until);
      continue;
    }
    if (equals !== undefined) {
      // what it is set to stands behind it, and says what it is from there on
      if (isRouter(tokens, equals + 1, grammar, variableAt)) continue;
      if (grammar.declarators.has(tokens.at(index - 1)))
        variables.declare(tokens.at(index), undefined, index, blockEnd(tokens, index));
      else variables.set(tokens.at(index), undefined, index);
      continue;
    }
    const first = found?.first ?? index;
    const id = straight(router.id, first);
    const last = follow(tokens, found?.last ?? index, { grammar, router: { ...router, id }, sites });
    const set = setBy(tokens, first, grammar);
    // another name for a variable is one where the value ends behind it
    if (set && (found || last > index || endsValue(tokens, last + 1))) {
      const name = tokens.at(set.name);
      // what goes on from the former variable is of another router than what goes on from the new one
      if (variable && last > index && name !== tokens.at(index))
        variables.set(tokens.at(index), { ...variable, id: undefined }, index);
      if (set.isDeclared || !variables.set(name, router, index))
        variables.declare(name, router, index, blockEnd(tokens, set.name));
    }
    index = Math.max(index, last);
  }
  return sites;
}

/** Reads on behind a router, and notes its routes. Returns the last token of the chain. */
function follow(
  tokens: Tokens,
  from: number,
  chain: { readonly grammar: ChainGrammar; readonly router: Router; readonly sites: RouteSite[] },
): number {
  const { grammar, router, sites } = chain;
  let last = from;
  for (;;) {
    const next = last + 1;
    if (tokens.is(next, '?') || tokens.is(next, '!')) {
      last = next;
      continue;
    }
    const name = next + 1;
    const isCall = (tokens.is(next, '.') || tokens.is(next, '?.')) && tokens.is(name + 1, '(');
    if (!isCall) return last;
    const method = routeMethods.get(tokens.at(name));
    if (method) {
      const [pattern, handler] = argumentsOf(tokens, name + 1);
      sites.push({
        method,
        call: callSpan(tokens, name),
        pattern: pattern === undefined ? undefined : grammar.argumentAt(pattern),
        handler: handler === undefined ? undefined : grammar.argumentAt(handler),
        base: router.base,
        router: router.id,
      });
    } else if (!grammar.passing.has(tokens.at(name))) return last;
    const close = tokens.brackets.closing(name + 1);
    // of a call that is half typed, nobody knows where it ends
    if (close >= tokens.count) return name + 1;
    last = close;
  }
}

/** The `=` that a variable is declared or set with, behind its type. */
function equalsBehind(tokens: Tokens, name: number): number | undefined {
  let index = name + 1;
  if (tokens.is(index, ':'))
    for (const most = index + 16; index < most && /^(?:[:&<>.]|::|\w+)$/.test(tokens.at(index));) index++;
  return tokens.is(index, '=') ? index : undefined;
}

/** Words and marks in front of a value that are none of its own. */
const fronts = /^(?:&|mut|await|new)$/;

/** True where the value that begins at `from` is a router, or made of one. */
function isRouter(
  tokens: Tokens,
  from: number,
  { routerAt }: ChainGrammar,
  variableAt: (index: number) => Router | undefined,
): boolean {
  let index = from;
  while (fronts.test(tokens.at(index))) index++;
  // a path has its type at its end
  for (const most = index + 12; index < most; index += 2) {
    if (routerAt(index) ?? variableAt(index)) return true;
    if (!/^(?:::|\.)$/.test(tokens.at(index + 1))) return false;
  }
  return false;
}

/** The variable that an expression, which begins at `first`, is put into. */
function setBy(
  tokens: Tokens,
  first: number,
  { declarators }: ChainGrammar,
): { readonly name: number; readonly isDeclared: boolean } | undefined {
  let index = first - 1;
  while (fronts.test(tokens.at(index))) index--;
  if (!tokens.is(index, '=')) return undefined;
  // behind a colon it is a type, but where a line begins with it
  const isFirst = tokens.beginsLine(index - 1) || !/^(?:[.:]|::|\?\.)$/.test(tokens.at(index - 2));
  const isSet = tokens.isWord(index - 1) && isFirst;
  for (let name = index - 1; name > index - 16; name--) {
    if (tokens.isWord(name) && declarators.has(tokens.at(name - 1))) return { name, isDeclared: true };
    if (!tokens.isWord(name) && !/^(?:[:&<>]|::)$/.test(tokens.at(name))) break;
  }
  return isSet ? { name: index - 1, isDeclared: false } : undefined;
}

function endsValue(tokens: Tokens, index: number): boolean {
  return tokens.is(index, ';') || tokens.beginsLine(index);
}
