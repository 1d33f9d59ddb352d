/** Whether all that a JavaScript or TypeScript source exports stands in it by its name. */
import { remembered } from '../site.ts';
import { kind } from '../tokens.ts';
import type { Tokens } from '../tokens.ts';

/** Words by which a source exports, or sets global functions, without a declaration. */
const computed = ['module', 'exports', 'require', 'globalThis', 'global', 'self', 'eval'];

/** True of a component whose exports are declared one by one: `export function …`, `export { a, b as c }`. */
export function exportsPlainly(tokens: Tokens): boolean {
  if (computed.some((word) => tokens.places(word).length > 0)) return false;
  return tokens.places('export').every((place) => {
    if (tokens.is(place - 1, '.') || tokens.brackets.around(place) !== -1 || tokens.is(place + 1, ':'))
      return true;
    const next = tokens.at(place + 1);
    if (next === '{') return !hasStrings(tokens, place + 1);
    if (/^(?:const|let|var)$/.test(next)) return declaresOne(tokens, place + 2);
    return /^(?:function|async|type|interface|declare|abstract|class|enum)$/.test(next);
  });
}

/** `export { a as 'handle-a' }`. */
function hasStrings(tokens: Tokens, open: number): boolean {
  const close = tokens.brackets.closing(open);
  for (let index = open + 1; index < close; index++)
    if (!tokens.isWord(index) && !tokens.is(index, ',')) return true;
  return false;
}

/** False of `export const { a, b } = …` and of `export const a = …, b = …`. */
function declaresOne(tokens: Tokens, name: number): boolean {
  if (!tokens.isWord(name)) return false;
  for (let index = name; index < tokens.count && !tokens.is(index, ';'); index++) {
    if (tokens.is(index, 'export')) return true;
    if (tokens.is(index, ',')) return false;
    if (/^[([{]$/.test(tokens.at(index))) index = tokens.brackets.closing(index);
  }
  return true;
}

/** True of a source for slight's own engine whose global functions are declared: nothing is set by its name. */
export function declaresFunctionsAlone(tokens: Tokens): boolean {
  if ([...computed, 'this'].some((word) => tokens.places(word).length > 0)) return false;
  const isLocalName = remembered((name) => isDeclaredInside(tokens, name));
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.is(index, '=') || isConstant(tokens, index)) continue;
    // a variable of a function is none that is global
    if (tokens.brackets.around(index) === -1 || !isLocalName(tokens.at(index - 1))) return false;
  }
  return true;
}

/** `const address = "0.0.0.0:3000"`. */
function isConstant(tokens: Tokens, equals: number): boolean {
  return tokens.isString(equals + 1) || tokens.kind(equals + 1) === kind.number;
}

function isDeclaredInside(tokens: Tokens, name: string): boolean {
  return tokens
    .places(name)
    .some(
      (place) => /^(?:const|let|var)$/.test(tokens.at(place - 1)) && tokens.brackets.around(place) !== -1,
    );
}
