/** What can be wrong with a WIT file. */
import type { TextProblem } from '@slight/text/problem.ts';
import type { PackageCopy } from './surroundings.ts';

/** Every code a problem of WIT can have; but for `wit-syntax`, the file checks/<code>.ts is where it is found. */
export const witProblemCodes = [
  'wit-syntax',
  'legacy-syntax',
  'package-name',
  'unknown-package',
  'not-in-deps',
  'version-mismatch',
  'unknown-interface',
  'wrong-kind',
  'duplicate-package',
  'circular-package',
  'circular-use',
  'circular-type',
  'unknown-name',
  'unknown-type',
  'not-a-resource',
  'duplicate-name',
  'world-conflict',
  'incompatible-export',
  'empty-type',
  'bad-type',
  'old-results',
  'bad-constructor',
  'returned-borrow',
  'bad-gate',
  'missing-gate',
  'unused-use',
] as const;

export type WitProblemCode = (typeof witProblemCodes)[number];

/** `error`: no tool would read the file. */
export interface WitProblem extends TextProblem<WitProblemCode> {
  /** The packages whose files, copied to deps/, put it right: the one that is named, then those that it needs. */
  readonly copies?: readonly PackageCopy[];
}
