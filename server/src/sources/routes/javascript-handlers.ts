/** What a JavaScript or TypeScript source exports, and what its world can call by that. */
import { scopeOf } from '../javascript-scope.ts';
import { spanOf } from '../site.ts';
import { kind } from '../tokens.ts';
import type { Tokens } from '../tokens.ts';
import { declaresFunctionsAlone, exportsPlainly } from './javascript-exports.ts';
import { javascriptMeaning } from './javascript-meaning.ts';
import { isEngine } from './javascript.ts';
import type { Handler, HandlerPlace, RouteReading } from './reading.ts';
import { exportOf } from './reading.ts';
import type { Uses } from './uses.ts';
import { usesBy } from './uses.ts';

/** Of a component the exported functions, of slight's own engine the global ones. */
export function javascriptHandlers(tokens: Tokens): Pick<RouteReading, 'handlers' | 'isWhole'> {
  const used = usedIn(tokens);
  if (isEngine(tokens))
    return { handlers: functionsOf(tokens, used), isWhole: declaresFunctionsAlone(tokens) };
  const exported = exportedBy(tokens, used);
  // the world's exports are those of the source that sets the routes up; others have handlers that it hands on
  const isEntry = exported.some(({ exported: name }) => name === 'on-server-init');
  return { handlers: exported, isWhole: isEntry && exportsPlainly(tokens) };
}

function functionsOf(tokens: Tokens, used: Used): Handler[] {
  return tokens.places('function').flatMap((place): Handler[] => {
    const name = place + 1;
    if (tokens.brackets.around(place) !== -1 || !tokens.isWord(name)) return [];
    return [handlerAt(tokens, { name, first: place, as: 'snake', used })];
  });
}

function exportedBy(tokens: Tokens, used: Used): Handler[] {
  return tokens.places('export').flatMap((place): Handler[] => {
    if (tokens.is(place - 1, '.') || tokens.brackets.around(place) !== -1) return [];
    if (tokens.is(place + 1, '{')) return listed(tokens, place + 1);
    const index = tokens.is(place + 1, 'async') ? place + 2 : place + 1;
    const name = tokens.is(index + 1, '*') ? index + 2 : index + 1;
    if (!/^(?:function|const|let|var)$/.test(tokens.at(index)) || !tokens.isWord(name)) return [];
    const mayHandle = tokens.is(index, 'function') || !isPlainValue(tokens, name);
    return mayHandle ? [handlerAt(tokens, { name, first: place, as: 'camel', used })] : [];
  });
}

/** True of what is no function: `export const limit = 3`. What a value of another kind is, is not known. */
function isPlainValue(tokens: Tokens, name: number): boolean {
  if (!tokens.is(name + 1, '=')) return false;
  return tokens.isString(name + 2) || tokens.kind(name + 2) === kind.number;
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

/** Where a function that is declared at a token is named besides. */
type Used = (name: number) => Uses;

function usedIn(tokens: Tokens): Used {
  const scope = scopeOf(tokens, new Map());
  return (name) =>
    usesBy(tokens, [name], tokens.at(name), (place) => javascriptMeaning(tokens, place, scope));
}

/** A function at its declaration, and where else the source names it. */
function handlerAt(
  tokens: Tokens,
  {
    name,
    first,
    as,
    used,
  }: {
    readonly name: number;
    readonly first: number;
    readonly as: 'snake' | 'camel';
    readonly used: Used;
  },
): Handler {
  const written = tokens.at(name);
  const span = spanOf(tokens, name, name);
  const { sure, isUnsure } = used(name);
  const places = [name, ...sure].sort((one, other) => one - other);
  return {
    exported: as === 'snake' ? exportOf(written) : kebab(written),
    isExported: true,
    ...(isUnsure && { isUnsure }),
    name: span,
    head: { start: tokens.start(first), end: span.end },
    places: places.map((place) => ({ span: spanOf(tokens, place, place), as })),
  };
}

/** `handle-hello` of `handleHello`. */
function kebab(name: string): string {
  return exportOf(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}
