import type { Span } from './span.ts';

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
  'unknown-store',
  'malformed-reference',
  'reference-in-text',
  'missing-secret',
  'duplicate-secret',
  'plaintext-secret',
  'ignored-secret-store',
  'no-capabilities',
] as const;

/** `not-utf8` is a problem of bytes (decode.ts). */
export type ProblemCode = (typeof problemCodes)[number] | 'not-utf8';

/** The worst first. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;

/**
 * `error`: `slight run` could not start with this file. `warning`: it starts, and something will surely go wrong
 * or is ignored. `information` and `hint`: all the rest.
 */
export type Severity = (typeof severities)[number];

/** One replacement in the text; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A remedy that a click applies. `preferred` marks the one that 'fix all' may take unasked. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred?: boolean;
}

/** Something wrong with a slightfile: where, and what a person should know and do, in one or two plain sentences. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
}
