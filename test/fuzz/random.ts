/** Chance that is the same for the same seed. */
import { randomFrom } from '../../text/src/testing/random.ts';

export interface Random {
  /** A whole number from 0 to below the limit. */
  readonly below: (limit: number) => number;
  /** True in this share of the cases, from 0 to 1. */
  readonly chance: (share: number) => boolean;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
}

export function randomOf(seed: number): Random {
  const below = randomFrom(seed);
  return {
    below,
    chance: (share) => below(1_000_000) < share * 1_000_000,
    pick: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error('Nothing can be picked from an empty list.');
      return one;
    },
  };
}
