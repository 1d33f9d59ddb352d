/** Rust: what a word means that is written as a function is. */
import type { Tokens } from '../tokens.ts';
import type { Meaning } from './uses.ts';

/** @param isMethod of a function in an implementation, which is named behind `Self::` alone */
export function rustMeaning(tokens: Tokens, place: number, isMethod: boolean): Meaning {
  const [before, after] = [tokens.at(place - 1), tokens.at(place + 1)];
  if (before === '.' || before === '?.' || before.startsWith("'")) return 'apart';
  // a macro, an attribute, a part of a path
  if (after === '!' && /^[([{]$/.test(tokens.at(place + 2))) return 'apart';
  if (before === '[' && /^[#!]$/.test(tokens.at(place - 2))) return 'apart';
  if (after === '::') return tokens.is(place + 2, '<') ? 'unclear' : 'apart';
  // with a method, the declaration of its trait, which would have to change too
  if (before === 'fn' && isMethod) return 'unclear';
  // without a path, no method is meant
  if (isMethod && before !== '::') return 'apart';
  if (isImported(tokens, place) || declarators.has(before)) return 'other';
  if (before === '::') return behindPath(tokens, place, isMethod);
  // a field, a variant, a parameter
  if (after === ':' || after === '|' || tokens.is(tokens.brackets.around(place) - 2, 'enum')) return 'other';
  return after === '(' || isValue(tokens, place) ? 'use' : 'unclear';
}

const declarators: ReadonlySet<string> = new Set(
  'fn let mut ref mod struct enum trait type const static as crate for'.split(' '),
);

function behindPath(tokens: Tokens, place: number, isMethod: boolean): Meaning {
  const of = tokens.at(place - 2);
  if (of === 'Self') return isMethod ? 'use' : 'apart';
  const isBeginning = !tokens.is(place - 3, '::');
  const hasModules = tokens.places('mod').some((at) => tokens.is(at + 2, '{'));
  if (of === 'self' && isBeginning && !isMethod && !hasModules) return 'use';
  // a type's own; of an implementation, the type may be that of the function
  if (/^[A-Z]/.test(of)) return isMethod ? 'unclear' : 'apart';
  const isOwn = tokens.places(of).some((at) => tokens.is(at - 1, 'mod') && tokens.is(at + 1, '{'));
  return isOwn || !isBeginning || /^(?:crate|super|self)$/.test(of) ? 'unclear' : 'apart';
}

/** True in `use …;`. */
export function isImported(tokens: Tokens, place: number): boolean {
  let index = place - 1;
  for (const least = place - 256; index > least; index--) {
    if (tokens.is(index, 'use')) return true;
    if (!tokens.isWord(index) && !/^(?:::|[{},*])$/.test(tokens.at(index))) return false;
  }
  return false;
}

/** True of what is given to a function, or to a variable; in other places it may be a pattern, which declares it. */
function isValue(tokens: Tokens, place: number): boolean {
  const { brackets } = tokens;
  if (tokens.is(place - 1, '=') && tokens.is(place + 1, ';')) return true;
  const around = brackets.around(place);
  if (!/^[(,]$/.test(tokens.at(place - 1)) || !/^[),]$/.test(tokens.at(place + 1))) return false;
  // patterns have a type there, and macros whatever they want
  if (!tokens.is(around, '(') || !/^[a-z_]\w*$/.test(tokens.at(around - 1))) return false;
  if (/^(?:match|in|if|while|return|let|move|else)$/.test(tokens.at(around - 1))) return false;
  for (let index = around + 1; index < place; index++) if (tokens.is(index, '|')) return false;
  return true;
}
