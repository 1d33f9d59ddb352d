/** What a JavaScript or TypeScript source exports, and what its world can call by that. */
import { scopeOf } from '../javascript-scope.ts';
import { remembered, spanOf } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import { isEngine } from './javascript.ts';
import type { Handler, HandlerPlace, RouteReading } from './reading.ts';
import { exportOf } from './reading.ts';

/** Of a component the exported functions, of slight's own engine the global ones. */
export function javascriptHandlers(tokens: Tokens): Pick<RouteReading, 'handlers' | 'isWhole'> {
  const placesOf = placesIn(tokens);
  if (isEngine(tokens)) return { handlers: functionsOf(tokens, placesOf), isWhole: true };
  const exported = exportedBy(tokens, placesOf);
  // the world's exports are those of the source that sets the routes up; others have handlers that it hands on
  const isEntry = exported.some(({ exported: name }) => name === 'on-server-init');
  return {
    handlers: exported,
    isWhole: isEntry && !tokens.places('export').some((place) => tokens.is(place + 1, '*')),
  };
}

function functionsOf(tokens: Tokens, placesOf: PlacesOf): Handler[] {
  return tokens.places('function').flatMap((place): Handler[] => {
    const name = place + 1;
    if (tokens.brackets.around(place) !== -1 || !tokens.isWord(name)) return [];
    return [handlerAt(tokens, { name, first: place, as: 'snake', placesOf })];
  });
}

function exportedBy(tokens: Tokens, placesOf: PlacesOf): Handler[] {
  return tokens.places('export').flatMap((place): Handler[] => {
    if (tokens.is(place - 1, '.') || tokens.brackets.around(place) !== -1) return [];
    if (tokens.is(place + 1, '{')) return listed(tokens, place + 1);
    const index = tokens.is(place + 1, 'async') ? place + 2 : place + 1;
    const name = index + 1;
    if (!/^(?:function|const|let|var)$/.test(tokens.at(index)) || !tokens.isWord(name)) return [];
    const isFunction = tokens.is(index, 'function') || isFunctionValue(tokens, name);
    return isFunction ? [handlerAt(tokens, { name, first: place, as: 'camel', placesOf })] : [];
  });
}

/** `export const handleHello = async (request) => …`. */
function isFunctionValue(tokens: Tokens, name: number): boolean {
  if (!tokens.is(name + 1, '=')) return false;
  const value = tokens.is(name + 2, 'async') ? name + 3 : name + 2;
  if (tokens.is(value, 'function')) return true;
  const last = tokens.is(value, '(') ? tokens.brackets.closing(value) : value;
  return tokens.is(last + 1, '=>');
}

/** `export { handleHello, other as handleOther } from './handlers.js'`. */
function listed(tokens: Tokens, open: number): Handler[] {
  const found: Handler[] = [];
  const close = tokens.brackets.closing(open);
  for (let index = open + 1; index < close; index++) {
    // a list that is half typed ends where another statement begins
    if (tokens.is(index, '{')) break;
    if (!tokens.isWord(index)) continue;
    const isRenamed = tokens.is(index + 1, 'as') && tokens.isWord(index + 2);
    const name = isRenamed ? index + 2 : index;
    const span = spanOf(tokens, name, name);
    const places: HandlerPlace[] = [{ span, as: isRenamed ? 'camel' : 'shorthand' }];
    found.push({ exported: kebab(tokens.at(name)), isExported: true, name: span, head: span, places });
    index = name;
  }
  return found;
}

/** The tokens that name a function; undefined where several are declared by the name. */
type PlacesOf = (name: string) => readonly number[] | undefined;

function placesIn(tokens: Tokens): PlacesOf {
  const scope = scopeOf(tokens, new Map());
  return remembered((name) => {
    const places = tokens.places(name).filter((place) => !tokens.is(place - 1, '.'));
    const declared = places.filter((place) => /^(?:function|const|let|var)$/.test(tokens.at(place - 1)));
    // of a parameter that has the name, it is another
    return declared.length > 1 ? undefined : places.filter((place) => scope(name, place)?.from === -1);
  });
}

/** A function at its declaration, and where else the source names it. */
function handlerAt(
  tokens: Tokens,
  {
    name,
    first,
    as,
    placesOf,
  }: {
    readonly name: number;
    readonly first: number;
    readonly as: 'snake' | 'camel';
    readonly placesOf: PlacesOf;
  },
): Handler {
  const written = tokens.at(name);
  const span = spanOf(tokens, name, name);
  const named = placesOf(written);
  return {
    exported: as === 'snake' ? exportOf(written) : kebab(written),
    isExported: true,
    name: span,
    head: { start: tokens.start(first), end: span.end },
    places: (named?.includes(name) ? named : [name]).map((place) => ({
      span: spanOf(tokens, place, place),
      as,
    })),
  };
}

/** `handle-hello` of `handleHello`. */
function kebab(name: string): string {
  return exportOf(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}
