/** Where a source uses a function of another one, by the name that it has there. */
import { isImported, rustMeaning } from '../sources/routes/rust-meaning.ts';
import { usesOf } from '../sources/rust-uses.ts';
import type { Tokens } from '../sources/tokens.ts';

/** True of a source that may use it, in a way that a rename leaves as it is. */
export function mayUse(tokens: Tokens, name: string): boolean {
  switch (tokens.language) {
    case 'rust':
      return mayUseRust(tokens, name);
    case 'javascript':
    case 'typescript':
      return mayUseScript(tokens, name);
    case 'c':
    case 'cpp':
      return usesInC(tokens, name) === undefined;
    default:
      return false;
  }
}

function mayUseRust(tokens: Tokens, name: string): boolean {
  const places = tokens.places(name);
  // a type's own function is of the type
  const isByPath = (place: number): boolean =>
    tokens.is(place - 1, '::') && !/^[A-Z]/.test(tokens.at(place - 2)) && !tokens.is(place + 1, '::');
  if (places.some((place) => isByPath(place) || isImported(tokens, place))) return true;
  const { globs, declared, functions } = usesOf(tokens);
  // use super::*; use handlers::*;
  const isInScope = globs.some(([first = '']) => /^(?:crate|self|super)$/.test(first) || declared.has(first));
  if (!isInScope || functions.has(name)) return false;
  return places.some((place) => /^(?:use|unclear)$/.test(rustMeaning(tokens, place, false)));
}

function mayUseScript(tokens: Tokens, name: string): boolean {
  const places = tokens.places(name);
  // where a source of the app is loaded when it is asked for, its exports are members, or parts of a pattern
  if (places.length > 0 && loadsOwn(tokens)) return true;
  return places.some((place) => {
    const { brackets } = tokens;
    const around = brackets.around(place);
    if (tokens.is(around - 1, 'import')) return true;
    // export { handleHello } from './handlers.js'
    if (tokens.is(around - 1, 'export') && tokens.is(brackets.closing(around) + 1, 'from')) return true;
    return /^(?:\.|\?\.)$/.test(tokens.at(place - 1)) && isNamespace(tokens, tokens.at(place - 2));
  });
}

/** True of `import('./handlers.js')` and `require('./handlers.js')`. */
function loadsOwn(tokens: Tokens): boolean {
  return ['import', 'require'].some((word) =>
    tokens
      .places(word)
      .some(
        (place) =>
          tokens.is(place + 1, '(') && (!tokens.isString(place + 2) || /^.\./.test(tokens.at(place + 2))),
      ),
  );
}

/** `app` of `import * as app from './app.js'`. */
function isNamespace(tokens: Tokens, name: string): boolean {
  return tokens.places(name).some((place) => tokens.is(place - 1, 'as') && tokens.is(place - 2, '*'));
}

/**
 * The tokens that are a function of another source of C, where it is declared, called, and given to others: a name that is
 * not static is one in all of them. Undefined where it may be another thing too.
 */
export function usesInC(tokens: Tokens, name: string): readonly number[] | undefined {
  const found: number[] = [];
  for (const place of tokens.places(name)) {
    const [before, after] = [tokens.at(place - 1), tokens.at(place + 1)];
    if (/^(?:\.|->|::)$/.test(before)) continue;
    const isCall = after === '(' && !tokens.is(tokens.brackets.closing(place + 1) + 1, '{');
    const isValue = /^(?:[=(,&{?:]|return)$/.test(before) && /^[;,)}]$/.test(after);
    if (!isCall && !isValue) return undefined;
    found.push(place);
  }
  return found;
}
