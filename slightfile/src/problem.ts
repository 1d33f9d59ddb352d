/** What can be wrong with a slightfile. */
import type { TextProblem } from '@slight/text/problem.ts';

/** Every code that a text's problem can have; but for `toml-syntax`, the file checks/<code>.ts is where it is found. */
export const problemCodes = [
  'toml-syntax',
  'newer-toml',
  'unknown-key',
  'missing-specversion',
  'unsupported-specversion',
  'wrong-type',
  'missing-resource',
  'missing-name',
  'unknown-resource',
  'renamed-resource',
  'not-implemented-resource',
  'format-mismatch',
  'duplicate-name',
  'wildcard-not-alone',
  'missing-config',
  'unknown-config',
  'config-not-string',
  'bad-config-value',
  'allowed-hosts',
  'unknown-store',
  'malformed-reference',
  'reference-in-text',
  'missing-secret',
  'duplicate-secret',
  'plaintext-secret',
  'ignored-secret-store',
  'no-capabilities',
] as const;

/** `not-utf8` is a problem of bytes, which text's decode.ts finds. */
export type ProblemCode = (typeof problemCodes)[number] | 'not-utf8';

/** `error`: `slight run` could not start with this file. */
export type Problem = TextProblem<ProblemCode>;
