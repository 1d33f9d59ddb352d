/** Python: `Router.new().get("/hello", "handle_hello")`, and the methods of the class that is the world. */
import { literalAt, textOf } from '../literal.ts';
import { plainArgument, spanOf } from '../site.ts';
import type { Argument } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { Made } from './chains.ts';
import { chainSites } from './chains.ts';
import type { Handler, RouteReading } from './reading.ts';
import { exportOf } from './reading.ts';
import type { RouteSite } from './site.ts';

export function pythonRoutes(tokens: Tokens): RouteSite[] {
  // the bindings of componentize-py; other libraries have a Router too
  if (tokens.places('http_server').length === 0) return [];
  const argumentAt = (index: number): Argument | undefined => plainArgument(tokens, index, () => undefined);
  return chainSites(tokens, {
    routerAt: (index) => madeAt(tokens, index),
    passing: new Set(),
    declarators: new Set(),
    argumentAt,
  });
}

function madeAt(tokens: Tokens, index: number): Made | undefined {
  if (!tokens.is(index, 'Router') || !tokens.is(index + 1, '.')) return undefined;
  const isNew = tokens.is(index + 2, 'new');
  if ((!isNew && !tokens.is(index + 2, 'new_with_base')) || !tokens.is(index + 3, '(')) return undefined;
  const last = tokens.brackets.closing(index + 3);
  if (last >= tokens.count) return undefined;
  const first = tokens.is(index - 1, '.') ? index - 2 : index;
  const isPlain = !isNew && tokens.isString(index + 4) && tokens.is(index + 5, ')');
  const base = isPlain ? textOf(tokens, literalAt(tokens, index + 4))?.value : undefined;
  return { first, last, base: isNew ? '' : base };
}

/** The methods of `class WitWorld(wit_world.WitWorld)`; all of them where nothing else gives it some. */
export function pythonHandlers(tokens: Tokens): Pick<RouteReading, 'handlers' | 'isWhole'> {
  const handlers: Handler[] = [];
  let isWorld = false;
  let hasWorld = false;
  let isDecorated = false;
  // how far the body of the class is set in
  let indent: number | undefined;
  let isPlain = makers.every((word) => tokens.places(word).length === 0);
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.beginsLine(index) || /^[)\]}]$/.test(tokens.at(index))) continue;
    if (tokens.brackets.around(index) !== -1) continue;
    const from = column(tokens, index);
    if (from === 0) {
      isWorld = tokens.is(index, 'class') && isOfWorld(tokens, index + 2);
      if (isWorld && (hasWorld || isDecorated || !hasOneBase(tokens, index + 2))) isPlain = false;
      // WitWorld.handle_a = handle_b
      if (hasWorld && tokens.is(index + 1, '.')) isPlain = false;
      hasWorld ||= isWorld;
      isDecorated = tokens.is(index, '@');
      continue;
    }
    if (!isWorld) continue;
    indent ??= from;
    const name = tokens.is(index, 'async') ? index + 2 : index + 1;
    const isMethod = tokens.is(name - 1, 'def') && tokens.is(name + 1, '(');
    if (isMethod) handlers.push(methodAt(tokens, index, name));
    else if (from <= indent && !tokens.is(index, 'pass') && !tokens.isString(index)) isPlain = false;
  }
  return { handlers, isWhole: hasWorld && isPlain };
}

/** What gives a class methods by their names. */
const makers = ['setattr', '__getattr__', 'exec', 'type', 'globals', '__dict__'];

function methodAt(tokens: Tokens, first: number, name: number): Handler {
  const span = spanOf(tokens, name, name);
  // behind self. it may be the method of another class, and without, another thing
  const isUnsure = tokens.places(tokens.at(name)).length > 1;
  return {
    exported: exportOf(tokens.at(name)),
    isExported: true,
    ...(isUnsure && { isUnsure }),
    name: span,
    head: { start: tokens.start(first), end: tokens.end(tokens.brackets.closing(name + 1)) },
    places: [{ span, as: 'snake' }],
  };
}

/** False of `class WitWorld(Mixin, wit_world.WitWorld)`. */
function hasOneBase(tokens: Tokens, open: number): boolean {
  const close = tokens.brackets.closing(open);
  for (let index = open + 1; index < close; index++)
    if (!tokens.isWord(index) && !tokens.is(index, '.')) return false;
  return true;
}

function isOfWorld(tokens: Tokens, open: number): boolean {
  if (!tokens.is(open, '(')) return false;
  const close = Math.min(tokens.brackets.closing(open), open + 16);
  for (let index = open; index < close; index++) if (tokens.is(index, 'WitWorld')) return true;
  return false;
}

function column(tokens: Tokens, index: number): number {
  const start = tokens.start(index);
  return start - (tokens.text.lastIndexOf('\n', start - 1) + 1);
}
