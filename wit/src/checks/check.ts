/** What a check of WIT is, and what it is given. */
import { suggest } from '@slight/text/words.ts';
import type { Unit } from '../packages.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { WitSource, WitSurroundings } from '../surroundings.ts';
import type { PlacedPath } from '../walk.ts';

/** One rule. Its file in this folder has the code as its name. */
export type WitCheck = (context: WitContext) => Iterable<WitProblem>;

export interface WitContext {
  readonly source: WitSource;
  /** True for the syntax of wit-bindgen 0.2, which has none of the component model's rules. */
  readonly legacy: boolean;
  readonly surroundings: WitSurroundings;
  readonly scopes: Scopes;
  readonly units: readonly Unit[];
  readonly blocks: readonly Block[];
  readonly paths: readonly PlacedPath[];
  readonly suggest: Suggest;
}

/** What was most likely meant by a word, of some candidates; nothing once it has been asked too often. */
export type Suggest = (word: string, candidates: () => Iterable<string>) => string | undefined;

/** Each suggestion goes through all candidates: so many are given for a file, and no more. */
const maxSuggestions = 10;

export function suggester(): Suggest {
  let left = maxSuggestions;
  return (word, candidates) => {
    left -= 1;
    return left < 0 ? undefined : suggest(word, candidates());
  };
}
