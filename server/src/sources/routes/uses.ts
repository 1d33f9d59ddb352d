/** Where a source names a function besides its declaration, as far as that is sure. */
import type { Tokens } from '../tokens.ts';

/**
 * What a word says that is written as a function is. `use`: it is the function. `apart`: it is not, and makes no other
 * thing of the name that could be meant elsewhere. `other`: it declares another thing. `unclear`: it may be either.
 */
export type Meaning = 'use' | 'apart' | 'other' | 'unclear';

/** A name that is written more often is not followed: each of the functions that have it would look at all. */
const most = 32;

export interface Uses {
  /** The tokens that are the function, without its declaration. */
  readonly sure: readonly number[];
  /** True where others may be it too: then none is taken for it. */
  readonly isUnsure: boolean;
}

/**
 * The uses of a function among the words that are written as it is. Where something else in the source has the name, what a
 * use means hangs on scopes that nobody reads here.
 * @param own where it is declared, as a token
 */
export function usesBy(
  tokens: Tokens,
  own: readonly number[],
  written: string,
  meaning: (place: number) => Meaning,
): Uses {
  const places = tokens.places(written);
  if (places.length > most) return { sure: [], isUnsure: true };
  const sure: number[] = [];
  let hasOther = false;
  for (const place of places) {
    const of = own.includes(place) ? 'apart' : meaning(place);
    if (of === 'unclear') return { sure: [], isUnsure: true };
    if (of === 'use') sure.push(place);
    hasOther ||= of === 'other';
  }
  return hasOther ? { sure: [], isUnsure: sure.length > 0 } : { sure, isUnsure: false };
}
