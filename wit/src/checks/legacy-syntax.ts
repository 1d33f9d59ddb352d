import type { WitProblem } from '../problem.ts';
import type { WitContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/**
 * A file in the syntax of wit-bindgen 0.2, which no tool of today reads. It is converted by a code action. A hint: slight
 * runs it, and the list of problems is for what should be changed.
 */
export function* legacySyntax({ legacy, source }: WitContext): Iterable<WitProblem> {
  if (!legacy) return;
  const end = /[^\r\n]*/.exec(source.text)?.[0].length ?? 0;
  const message =
    'This file is in the legacy syntax of wit-bindgen 0.2. slight runs what is built with it; newer tools read the syntax of the component model only.';
  yield problem('legacy-syntax', 'hint', { start: 0, end }, message);
}
