import type { Problem } from '../problem.ts';
import { wholeReference } from '../references.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/** A reference with text around it, or another beside it: slight 0.5.1 took such a value as it is written. */
export function* referenceInText({ references }: CheckContext): Iterable<Problem> {
  for (const { capability, value, reference } of references) {
    // of several in a value, the first stands for all
    if (capability.format === '0.1' || reference !== value.references[0] || wholeReference(value)) continue;
    const message =
      'slight 0.5.1 does not resolve a reference within a longer value: it would use this value as it is written. This version resolves it.';
    yield problem('reference-in-text', 'information', reference.span, message);
  }
}
