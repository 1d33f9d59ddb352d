/** JavaScript and TypeScript: what a word means that is written as a function of the source is. */
import type { Scope } from '../javascript-scope.ts';
import type { Tokens } from '../tokens.ts';
import type { Meaning } from './uses.ts';

export function javascriptMeaning(tokens: Tokens, place: number, scope: Scope): Meaning {
  const [before, after] = [tokens.at(place - 1), tokens.at(place + 1)];
  if (/^(?:\.|\?\.|#)$/.test(before)) return 'apart';
  const around = tokens.brackets.around(place);
  const isInBraces = tokens.is(around, '{');
  if (tokens.is(around - 1, 'import')) return 'other';
  // { handleA: 1 }
  if (isInBraces && after === ':' && /^[{,;}]$/.test(before)) return 'apart';
  if (declarators.has(before) || scope(tokens.at(place), place)?.from !== -1) return 'other';
  // of { handleA }, a key is made too; { handleA } = … is a pattern
  if (isInBraces && /^[{,]$/.test(before) && /^[},=]$/.test(after)) return 'unclear';
  if (/^(?:=|\?|as|:)$/.test(after) && before !== '?') return 'unclear';
  if (after === '(' && isMethod(tokens, place, before)) return 'other';
  return 'use';
}

const declarators: ReadonlySet<string> = new Set(
  'function const let var class enum namespace type interface get set static async public private protected readonly'.split(
    ' ',
  ),
);

/** `handleA(request) { … }`, and of a type `handleA(request): Response;`. */
function isMethod(tokens: Tokens, place: number, before: string): boolean {
  const behind = tokens.brackets.closing(place + 1) + 1;
  return tokens.is(behind, '{') || (tokens.is(behind, ':') && before !== '?');
}
