/** C: `http_server_router_get(router, &route, &handler, &ret)`, and functions that are exported as handlers. */
import { isCalled } from '../c.ts';
import { cStrings } from '../c-strings.ts';
import { literalAt, textOf } from '../literal.ts';
import { spanOf } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { Handler, HandlerPlace, RouteMethod } from './reading.ts';
import { exportOf } from './reading.ts';
import type { RouteSite } from './site.ts';
import { argumentsOf, callSpan, routeMethods } from './site.ts';
import type { Uses } from './uses.ts';
import { usesBy } from './uses.ts';

interface Call {
  readonly name: number;
  readonly method: RouteMethod;
  readonly pattern: number;
  readonly handler: number;
}

export function cRoutes(tokens: Tokens): RouteSite[] {
  const calls: Call[] = [];
  for (let name = 0; name < tokens.count; name++) {
    if (!tokens.isWord(name) || !tokens.is(name + 1, '(')) continue;
    const method = methodOf(tokens.at(name));
    if (!method || !isCalled(tokens, name)) continue;
    const [router, pattern = -1, handler = -1] = argumentsOf(tokens, name + 1);
    if (router !== undefined) calls.push({ name, method, pattern, handler });
  }
  if (calls.length === 0) return [];
  const argumentOf = cStrings(tokens, new Set(calls.flatMap(({ pattern, handler }) => [pattern, handler])));
  // which router a variable is, is not followed
  const hasBase = basedMaker.test(tokens.text);
  return calls.map(({ name, method, pattern, handler }) => ({
    method,
    call: callSpan(tokens, name),
    pattern: argumentOf(pattern),
    handler: argumentOf(handler),
    ...(!hasBase && { base: '' }),
  }));
}

const basedMaker = /router_new_with_base/;

/** `http_router_get`, `http_server_router_get`, `spiderlightning_http_handler_http_server_method_router_get`. */
function methodOf(name: string): RouteMethod | undefined {
  // the bindings themselves have functions of two underscores
  if (!name.includes('router_') || name.startsWith('__')) return undefined;
  const [, method = ''] =
    /^(?:\w+_)?http(?:_server)?_(?:method_)?router_(get|put|post|delete)$/.exec(name) ?? [];
  return routeMethods.get(method);
}

/** The functions that are exported by a name of their own, or take a request as the bindings have it. */
export function cHandlers(tokens: Tokens): Handler[] {
  const handlers: Handler[] = [];
  const { brackets } = tokens;
  for (let name = 0; name < tokens.count; name++) {
    if (!tokens.isWord(name) || !tokens.is(name + 1, '(') || !isOuter(tokens, name)) continue;
    const close = brackets.closing(name + 1);
    // a definition
    if (!tokens.is(close + 1, '{')) continue;
    const handler = handlerAt(tokens, name, close);
    if (handler) handlers.push(handler);
    name = brackets.closing(close + 1);
  }
  return handlers;
}

/** True outside of all brackets but those of `extern "C" { }` and of a namespace. */
function isOuter(tokens: Tokens, index: number): boolean {
  const around = tokens.brackets.around(index);
  if (around === -1) return true;
  const isBlock =
    tokens.isString(around - 1) || tokens.is(around - 1, 'namespace') || tokens.is(around - 2, 'namespace');
  return tokens.is(around, '{') && isBlock;
}

function handlerAt(tokens: Tokens, name: number, close: number): Handler | undefined {
  const written = tokens.at(name);
  const head = headOf(tokens, name);
  const span = spanOf(tokens, name, name);
  const base = {
    isExported: true,
    name: span,
    head: { start: tokens.start(head.first), end: tokens.end(close) },
  };
  if (head.exported) {
    const { value: exported, inner } = head.exported;
    const places: HandlerPlace[] = [{ span: inner, as: 'kebab' }];
    // by another name it has nothing to do with that of the export
    if (exportOf(written) !== exported) return { ...base, exported, places };
    const { sure, isUnsure } = cUses(tokens, name);
    places.push({ span, as: 'snake' }, ...sure.map((place) => snakeAt(tokens, place, 0)));
    return { ...base, exported, ...(isUnsure && { isUnsure }), places };
  }
  const prefix = requestPrefix(tokens, name + 1, close);
  if (prefix === undefined) return undefined;
  const isKnown = written.startsWith(prefix) && written.length > prefix.length;
  const front = isKnown ? prefix.length : 0;
  const { sure, isUnsure } = cUses(tokens, name);
  return {
    ...base,
    exported: exportOf(isKnown ? written.slice(prefix.length) : written),
    ...(!isKnown && { isPrefixed: true }),
    ...(isUnsure && { isUnsure }),
    places: [name, ...sure].map((place) => snakeAt(tokens, place, front)),
  };
}

/** @param front how many characters of the word are in front of the name */
function snakeAt(tokens: Tokens, place: number, front: number): HandlerPlace {
  return { span: { start: tokens.start(place) + front, end: tokens.end(place) }, as: 'snake' };
}

/** Where a function is called, or declared without being an export. */
function cUses(tokens: Tokens, name: number): Uses {
  return usesBy(tokens, [name], tokens.at(name), (place) => {
    if (/^(?:\.|->|::)$/.test(tokens.at(place - 1))) return 'apart';
    const isPlain = tokens.is(place + 1, '(') && !tokens.is(place - 1, '(');
    // a declaration may say the name of the export too
    return isPlain && headOf(tokens, place).exported === undefined ? 'use' : 'unclear';
  });
}

/** `http_handler_` of a parameter `http_handler_request_t *req`, where an answer is given back too. */
function requestPrefix(tokens: Tokens, open: number, close: number): string | undefined {
  let prefix: string | undefined;
  for (let index = open + 1; index < close; index++) {
    if (!tokens.isWord(index)) continue;
    const word = tokens.at(index);
    if (prefix === undefined && word.endsWith('request_t')) prefix = word.slice(0, -'request_t'.length);
    else if (prefix !== undefined && /response\w*_t$/.test(word)) return prefix;
  }
  return undefined;
}

/** The words in front of a function's name, and the name of an export among them. */
function headOf(tokens: Tokens, name: number) {
  let first = name;
  let exported: ReturnType<typeof textOf>;
  for (const least = name - 32; first > least && first > 0; first--) {
    if (/^[;{}]$/.test(tokens.at(first - 1)) || tokens.is(first - 1, '#')) break;
    const isGiven = tokens.isString(first - 1) && tokens.is(first - 2, '(') && tokens.isWord(first - 3);
    // EXPORT("…"), export_name("…")
    if (isGiven && /export/i.test(tokens.at(first - 3)) && !exported)
      exported = textOf(tokens, literalAt(tokens, first - 1));
  }
  return { first, exported };
}
