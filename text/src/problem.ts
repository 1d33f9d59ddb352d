/** What can be wrong with a text, and what mends it: the same for every language that is read here. */
import type { Span } from './span.ts';

/** The worst first. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;

/**
 * `error`: nothing could be done with this file. `warning`: it can be used, and something will surely go wrong or is
 * ignored. `information` and `hint`: all the rest.
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

/** Something wrong with a text: where, and what a person should know and do, in one or two plain sentences. */
export interface TextProblem<Code extends string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** A problem with those of its fixes that there are: a fix may be undefined, or have nothing to edit. */
export function problem<Code extends string>(
  code: Code,
  severity: Severity,
  span: Span,
  message: string,
  fixes: readonly (Fix | undefined)[] = [],
): TextProblem<Code> {
  const offered = fixes.filter((fix) => fix !== undefined).filter(({ edits }) => edits.length > 0);
  return { code, severity, span, message, fixes: offered };
}

/** By place; on one place the worst first. */
export function inOrder(one: TextProblem<string>, other: TextProblem<string>): number {
  return (
    one.span.start - other.span.start ||
    one.span.end - other.span.end ||
    severities.indexOf(one.severity) - severities.indexOf(other.severity)
  );
}
